import { replacementOf } from './text-places.ts';

/**
 * Puts another text into a field as if it had been typed, so that the field's own undo takes it back, and shows where it
 * differs.
 * @returns false where the browser cannot; the text is as it was then
 */
export function replaceText(field: HTMLTextAreaElement, text: string): boolean {
  const { from, to, inserted } = replacementOf(field.value, text);
  field.focus();
  if (from === to && inserted === '') return true;
  field.setSelectionRange(from, to);
  if (!edit(inserted)) return false;
  field.setSelectionRange(from, from);
  return true;
}

/**
 * Puts a text in place of what is marked in a field, as if it had been typed.
 * @returns false where the browser cannot; the text is as it was then
 */
export function insertText(field: HTMLTextAreaElement, text: string): boolean {
  field.focus();
  return edit(text);
}

/** There is no other way to write into a field that its undo knows of. */
function edit(inserted: string): boolean {
  const page: { readonly execCommand?: (command: string, ui: boolean, value?: string) => boolean } = document;
  if (page.execCommand === undefined) return false;
  return inserted === ''
    ? page.execCommand.call(document, 'delete', false)
    : page.execCommand.call(document, 'insertText', false, inserted);
}
