/** CPU profiles: reading, figures, difference. Types: profile.d.ts, by hand. */
export { readProfileFile } from '../../src/core/profile/import/read-profile-file.ts';
export { summariseProfile } from '../../src/core/profile/summary.ts';
