/**
 * Every switch that Chromium is started with beyond Playwright's own, and why. Checked with Chromium 156 and
 * Playwright 1.65; what is set here for safety has a test that listens for what it prevents.
 *
 * Tried for CPU on pages with a screenshot, and left out because 20 loads took 280 to 340 ms of CPU each with and
 * without them: --disable-gpu, --disable-gpu-compositing, --disable-gpu-rasterization, --disable-smooth-scrolling,
 * --num-raster-threads=1. Never to be tried: anything that shares renderers among sites.
 */
const table: readonly (readonly [flag: string, reason: string])[] = [
  // Nothing leaves but through the visit's proxy.
  ['--proxy-bypass-list=<-loopback>', 'Chromium never proxies loopback unless told to; here the guard refuses it like anything else'],
  ['--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1', 'the browser resolves nothing and connects to nothing itself: only the proxies on 127.0.0.1 exist for it'],
  ['--disable-quic', 'QUIC is UDP, which no proxy of ours carries'],
  ['--force-webrtc-ip-handling-policy=disable_non_proxied_udp', 'WebRTC may not send UDP past the proxy (the headless shell reads this name, full Chromium does not)'],
  ['--webrtc-ip-handling-policy=disable_non_proxied_udp', 'the same, by the name that full Chromium reads, and the headless shell does not'],
  ['--dns-prefetch-disable', 'a page must not make names be looked up'],
  ['--no-proxy-auto-detect', 'no WPAD: the network that we run in does not choose our proxy'],

  // No traffic of Chromium's own; Playwright sets most of this too, and these must not go with its next release.
  ['--disable-background-networking', 'no safe-browsing, variations or hint downloads'],
  ['--disable-component-update', 'no component downloads'],
  ['--disable-sync', 'no account'],
  ['--disable-domain-reliability', 'no reports to Google about sites that fail'],
  ['--disable-client-side-phishing-detection', 'judging is our work'],
  ['--no-pings', 'no <a ping> beacons: they only cost a connection'],
  ['--no-first-run', 'no first-run pages'],
  ['--disable-crash-reporter', 'no crash handler process, no reports'],

  // Nothing of the page reaches the machine.
  ['--disable-print-preview', 'no print dialog'],
  ['--deny-permission-prompts', 'nobody is there to answer; asking is evidence, waiting is not'],
  ['--js-flags=--max-old-space-size=1024', 'a page that fills its heap crashes its renderer at 1 GiB, not the machine'],
];

/**
 * Chromium obeys the last --disable-features alone, so ours repeats those of Playwright (a test compares the two
 * on a running browser).
 */
const disabledByPlaywright = [
  'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay',
  'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'TcpPortRandomizationWin', 'OptimizationHints',
  'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch', 'msForceBrowserSignIn', 'msEdgeUpdateLaunchServicesPreferredVersion',
];

const disabledByUs: readonly (readonly [feature: string, reason: string])[] = [
  ['AsyncDns', 'no resolver inside of Chromium'],
  ['DnsOverHttps', 'no DNS over HTTPS'],
  ['UseDnsHttpsSvcb', 'no HTTPS records: they would be looked up beside every name'],
  ['Prerender2', 'no page is run that nobody visits: it would be captured as part of this one'],
  ['DialMediaRouteProvider', 'no search for televisions on our network'],
  ['GlobalMediaControls', 'no media service'],
  ['Translate', 'no offers'],
  ['AutofillServerCommunication', 'no forms sent to Google'],
  ['CertificateTransparencyComponentUpdater', 'no component downloads'],
  ['InterestFeedContentSuggestions', 'no suggestions'],
  ['WebOTP', 'no telephone is there to ask'],
];

/** The arguments for Playwright's `launch`, in a fresh array (Crawlee adds to it). */
export function chromiumArguments(): string[] {
  const features = [...disabledByPlaywright, ...disabledByUs.map(([feature]) => feature)];
  return [...table.map(([flag]) => flag), `--disable-features=${features.join(',')}`];
}
