/** CPU profiles: reading, figures, difference. Types: profile.d.ts, by hand. */
export { readProfileFile } from '../../src/core/profile/import/read-profile-file.ts';
export { summariseProfile } from '../../src/core/profile/summary.ts';
export { compareProfiles } from '../../src/core/profile/difference/compare-profiles.ts';
export { wholeProfile } from '../../src/core/profile/difference/compared-profile.ts';
export { Pace } from '../../src/core/profile/difference/pace.ts';
export { DEFAULT_ALIGNMENT } from '../../src/shared/model/profile-difference.ts';
