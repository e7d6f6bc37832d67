import { captureRoutes } from './captures.ts';
import { feedRoutes } from './feeds.ts';
import { healthRoutes } from './health.ts';
import { lookupRoutes } from './lookup.ts';
import { reviewRoutes } from './review.ts';
import { safeBrowsingV4Routes } from './safe-browsing-v4.ts';
import { safeBrowsingV5Routes } from './safe-browsing-v5.ts';
import { shareRoutes } from './shares.ts';
import { statusRoutes } from './status.ts';
import { streamRoutes } from './stream.ts';
import { submissionRoutes } from './submissions.ts';
import { taxiiRoutes } from './taxii.ts';
import { urlRoutes } from './urls.ts';
import type { Routes } from './plugin.ts';

export const allRoutes: readonly Routes[] = [submissionRoutes, lookupRoutes, urlRoutes, captureRoutes, feedRoutes, shareRoutes, streamRoutes, safeBrowsingV4Routes, safeBrowsingV5Routes, taxiiRoutes, reviewRoutes, statusRoutes, healthRoutes];
