import { walletDrainer } from '../../../classifiers/detectors/wallet-drainer.ts';
import { behaviourOf, formOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

describeDetector(walletDrainer, [
  { page: 'a trading app that connects on a click', raises: [], sketch: { body: 'Swap', scripts: ['b.onclick = () => ethereum.request({ method: "eth_requestAccounts" })'], behaviour: [behaviourOf('wallet-request', 'eth_requestAccounts', false)] } },
  { page: 'a guide about recovery phrases', raises: [], sketch: { body: 'Never give your recovery phrase to anybody. MetaMask, Ledger, Trezor, Phantom and Exodus agree.' } },
  { page: 'the wallet\'s own restore page', raises: [], sketch: { url: 'https://vellumwallet.test/restore', title: 'Vellum Wallet', body: 'Restore your wallet', forms: [formOf(['seed-phrase'])] } },
  { page: 'a page that connects unasked', raises: ['connect-unprompted'], sketch: { behaviour: [behaviourOf('wallet-request', 'eth_requestAccounts')] } },
  { page: 'a page that asks for an approval unasked', raises: ['approval-unprompted'], sketch: { behaviour: [behaviourOf('wallet-request', 'eth_sendTransaction setApprovalForAll')] } },
  { page: 'a page whose script takes everything', raises: ['approval-in-script'], sketch: { scripts: ['c.setApprovalForAll(a, true); c.increaseAllowance(a, m); s.eth_signTypedData(t)'] } },
  { page: 'a drainer kit', raises: ['drainer-kit'], sketch: { scripts: ['const cfg = { minimalDrainValue: 0.001 }'] } },
  { page: 'a stranger that asks for a wallet\'s phrase', raises: ['phrase-as-wallet'], sketch: { title: 'Vellum Wallet - Restore', body: 'wallet', forms: [formOf(['seed-phrase'])] } },
  { page: 'a page that offers every wallet', raises: ['many-wallets'], sketch: { body: 'Connect: MetaMask, Ledger, Trezor, Phantom, Exodus, Trust Wallet. Enter your recovery phrase', forms: [formOf(['other'])] } },
]);
