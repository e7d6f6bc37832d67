import { z } from 'zod';

/** What a malicious URL does to its visitor. `unwanted`: software or pages that nobody asked for, short of malware. */
export const threats = ['phishing', 'malware', 'clickfix', 'tech-support-scam', 'drive-by', 'cryptojacking', 'skimmer', 'scam', 'unwanted'] as const;
export type Threat = (typeof threats)[number];
export const threatSchema = z.enum(threats);

/** Which machine made a capture: the URL alone, one HTTP visit, or a browser. */
export const lanes = ['probe', 'render'] as const;
export type Lane = (typeof lanes)[number];
export const laneSchema = z.enum(lanes);
