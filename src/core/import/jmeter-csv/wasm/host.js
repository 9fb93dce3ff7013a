"use strict";
/** What the scanner asks its host for, `row-scanner.ts`. Offsets are those of the window. */
Object.defineProperty(exports, "__esModule", { value: true });
