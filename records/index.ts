export * from './collected.ts';
export * from './threat.ts';
export * from './outcome.ts';
export * from './capture.ts';
export * from './verdict.ts';
export * from './task.ts';
export * from './listing.ts';
export * from './profile.ts';
