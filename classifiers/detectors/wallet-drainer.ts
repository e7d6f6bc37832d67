import { asksFor } from '../asks.ts';
import { claimsOf, mayBe } from '../claims.ts';
import { defineDetector, quoted } from '../finding.ts';
import { unpack } from '../unpack.ts';

/** Pages that empty crypto wallets: by asking for the recovery phrase, or by having the wallet sign its contents away. */
const signals = {
  'approval-unprompted': 'Without a gesture, the page asked a wallet to approve or sign a transfer.',
  'connect-unprompted': 'Without a gesture, the page asked a wallet to connect.',
  'approval-in-script': 'The page\'s own scripts ask a wallet for approvals of several kinds that give its contents away.',
  'drainer-kit': 'A script carries names that only drainer kits use.',
  'phrase-as-wallet': 'A page that names a wallet asks for its recovery phrase on a host that is not the wallet\'s.',
  'many-wallets': 'A page offers to connect five or more wallets and asks for a phrase or a key.',
} as const;

const approvals = ['setApprovalForAll', 'increaseAllowance', 'permit2', 'signTypedData', 'eth_signTypedData', 'eth_sendTransaction', 'eth_sign', 'personal_sign', 'transferFrom', 'safeTransferFrom', 'signAllTransactions', 'seaport'];
const kitNames = /\b(?:inferno[_-]?drainer|pink[_-]?drainer|ms[_-]?drainer|angel[_-]?drainer|monkey[_-]?drainer|drainer(?:config|settings|address|id)|ACCESS_KEY[^;]{0,60}(?:logPromptingEnabled|minimalDrainValue)|minimalDrainValue|drainAll|drain_?nft|autodrain)\b/i;
const wallets = /\b(?:metamask|trust wallet|walletconnect|coinbase wallet|phantom|ledger|trezor|exodus|rainbow|argent|safepal|tokenpocket|imtoken|atomic wallet|math wallet|keplr|solflare|crypto\.com|bitget wallet|okx wallet|uniswap wallet|zerion|electrum)\b/g;
const phraseWords = /\b(?:recovery|seed|secret|mnemonic|backup) (?:phrase|words?)|\b(?:12|24)[- ]words?\b|\bprivate key\b|\bkeystore json\b/;

export const walletDrainer = defineDetector<keyof typeof signals>({
  name: 'wallet-drainer',
  needs: ['frames', 'html', 'scripts', 'behaviour'],
  signals,
  detect(subject, report) {
    const { page, text } = subject;
    for (const [index, behaviour] of page.behaviour.entries()) {
      if (behaviour.kind !== 'wallet-request' || !behaviour.unprompted) continue;
      const asked = approvals.find((name) => behaviour.detail.includes(name));
      const at = { threat: 'phishing', part: 'behaviour', at: `behaviour ${index}: ${behaviour.detail}` } as const;
      if (asked !== undefined) report('approval-unprompted', { ...at, says: `Without being asked, the page had the wallet sign (${asked}).` });
      else if (/eth_requestAccounts|wallet_requestPermissions|connect/i.test(behaviour.detail)) report('connect-unprompted', { ...at, says: 'Without being asked, the page had the wallet connect.' });
    }
    for (const [index, script] of page.scripts.entries()) {
      const code = `${script.text}\n${unpack(script.text)}`;
      const kit = kitNames.exec(code)?.[0];
      const at = { threat: 'phishing', part: 'scripts', at: `script ${index}${script.url === null ? '' : `, ${script.url}`}` } as const;
      if (kit !== undefined) report('drainer-kit', { ...at, says: `A script carries a name of drainer kits: ${quoted(kit, 60)}.` });
      const asked = script.kind === 'external' ? [] : approvals.filter((name) => code.includes(name));
      if (asked.length >= 3) report('approval-in-script', { ...at, says: `The page's own script asks a wallet to give its contents away in several ways: ${asked.slice(0, 5).join(', ')}.` });
    }
    const asksPhrase = asksFor(subject, 'seed-phrase')[0];
    const claim = claimsOf(subject).find(({ brand }) => brand.name.toLowerCase().match(wallets) !== null || /wallet|crypto|coin/i.test(brand.name));
    if (asksPhrase !== undefined && claim !== undefined && !mayBe(claim.brand, subject.final.host, subject)) {
      report('phrase-as-wallet', { threat: 'phishing', part: 'forms', at: `form ${asksPhrase.index}`, brand: claim.brand.name, says: `The page names ${claim.brand.name} and asks for its recovery phrase, but ${subject.final.host} is not ${claim.brand.name}'s.` });
    }
    const offered = new Set([...text.slice(0, 50_000).matchAll(wallets)].map(([name]) => name));
    const typed = page.forms.some(({ fields }) => fields.some(({ visible, type }) => visible && (type === 'textarea' || type === 'text' || type === 'password')));
    if (offered.size >= 5 && phraseWords.test(text) && typed) {
      report('many-wallets', { threat: 'phishing', part: subject.capture.lane === 'render' ? 'frames' : 'html', at: [...offered].slice(0, 6).join(', '), says: `The page offers to connect ${offered.size} kinds of wallet and speaks of a recovery phrase or a private key.` });
    }
  },
});
