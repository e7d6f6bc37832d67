import type { Capture, UndecidedReason } from '../records/index.ts';
import type { PageState } from './detectors/page-state.ts';

/** Why a capture shows no page that could be called benign; null where one was seen whole. */
export const standing = (capture: Capture, state: PageState | null): UndecidedReason | null => {
  const { outcome } = capture;
  switch (outcome) {
    case 'challenged': return 'challenge';
    case 'blocked': return state === 'challenge' ? 'challenge' : 'blocked';
    case 'server-error': return state === 'challenge' ? 'challenge' : 'error';
    case 'gone': return 'gone';
    case 'unreachable': return 'unreachable';
    case 'refused-by-policy': return 'refused';
    case 'crashed': return 'crashed';
    case 'parked': return 'parked';
    case 'quarantined': return 'quarantined';
    case 'visited':
    case 'too-large':
    case 'timed-out': return hasPage(capture) ? standingOf(state) : 'error';
    default: return outcome satisfies never;
  }
};

/** A document of the browser, the server's HTML in a probe, a file, or a body that is no page. */
const hasPage = ({ lane, parts }: Capture): boolean => {
  if (parts.frames.state === 'collected' && parts.frames.value.length > 0) return true;
  if (parts.downloads.state === 'collected' && parts.downloads.value.length > 0) return true;
  return lane === 'probe' && (parts.html.state === 'collected' || parts.response.state === 'collected');
};

const standingOf = (state: PageState | null): UndecidedReason | null => {
  switch (state) {
    case null:
    case 'directory-listing': return null;
    case 'challenge': return 'challenge';
    case 'parked': return 'parked';
    case 'suspended': return 'gone';
    case 'error-page': return 'error';
    case 'default-page':
    case 'empty': return 'empty';
    default: return state satisfies never;
  }
};
