/**
 * Services that take what a page sends and hand it to somebody whom the page doesn't name: bot APIs, web hook
 * catchers, form-to-mail relays. Decent sites use them for feedback, never for a password or a card.
 * Source: the services' own API references; seen in kits' public analyses; looked over on 2026-11-23.
 */
export interface Receiver {
  /** Host and start of path that its address has; a leading dot is any sub-domain. */
  readonly address: string;
  readonly kind: 'bot' | 'webhook' | 'form-relay' | 'paste';
}

export const receivers: readonly Receiver[] = [
  { address: 'api.telegram.org/bot', kind: 'bot' },
  { address: 'discord.com/api/webhooks', kind: 'bot' },
  { address: 'discordapp.com/api/webhooks', kind: 'bot' },
  { address: 'hooks.slack.com/services', kind: 'bot' },
  { address: 'webhook.site/', kind: 'webhook' },
  { address: 'requestbin.net/', kind: 'webhook' },
  { address: '.pipedream.net', kind: 'webhook' },
  { address: 'hook.eu1.make.com/', kind: 'webhook' },
  { address: 'hook.us1.make.com/', kind: 'webhook' },
  { address: 'hooks.zapier.com/hooks', kind: 'webhook' },
  { address: '.beeceptor.com', kind: 'webhook' },
  { address: '.requestcatcher.com', kind: 'webhook' },
  { address: '.ngrok.io', kind: 'webhook' },
  { address: '.ngrok-free.app', kind: 'webhook' },
  { address: '.serveo.net', kind: 'webhook' },
  { address: '.trycloudflare.com', kind: 'webhook' },
  { address: 'formspree.io/', kind: 'form-relay' },
  { address: 'formsubmit.co/', kind: 'form-relay' },
  { address: 'submit-form.com/', kind: 'form-relay' },
  { address: 'getform.io/', kind: 'form-relay' },
  { address: 'formcarry.com/', kind: 'form-relay' },
  { address: 'formcake.com/', kind: 'form-relay' },
  { address: 'forms.un-static.com/', kind: 'form-relay' },
  { address: 'smartforms.dev/', kind: 'form-relay' },
  { address: 'herotofu.com/', kind: 'form-relay' },
  { address: 'usebasin.com/', kind: 'form-relay' },
  { address: 'api.web3forms.com/', kind: 'form-relay' },
  { address: 'api.staticforms.xyz/', kind: 'form-relay' },
  { address: 'formbold.com/', kind: 'form-relay' },
  { address: 'fabform.io/', kind: 'form-relay' },
  { address: 'formkeep.com/', kind: 'form-relay' },
  { address: 'api.emailjs.com/', kind: 'form-relay' },
  { address: 'smtpjs.com/', kind: 'form-relay' },
  { address: 'api.sheety.co/', kind: 'form-relay' },
  { address: 'script.google.com/macros', kind: 'form-relay' },
  { address: 'docs.google.com/forms', kind: 'form-relay' },
  { address: 'pastebin.com/api', kind: 'paste' },
];

/** The receiver that an absolute URL belongs to, or null. */
export const receiverOf = (url: string): Receiver | null => {
  const bare = url.replace(/^[a-z]+:\/\/(?:www\.)?/i, '').slice(0, 300).toLowerCase();
  return receivers.find(({ address }) => (address.startsWith('.') ? `.${bare.split(/[/?#:]/, 1)[0] ?? ''}`.endsWith(address) : bare.startsWith(address))) ?? null;
};
