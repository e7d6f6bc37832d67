/**
 * Hosts to which a decent page of another owner sends logins, cards or scripts: identity providers, payment
 * providers, and networks that serve everybody's files. Names are registrable domains or hosts; what is
 * below them counts. Source: the providers' integration manuals; looked over on 2026-11-23.
 */
export const identityProviders: readonly string[] = [
  'accounts.google.com', 'googleapis.com', 'microsoftonline.com', 'live.com', 'b2clogin.com', 'ciamlogin.com', 'windowsazure.com', 'msauth.net', 'appleid.apple.com', 'auth0.com', 'okta.com', 'okta-emea.com',
  'oktapreview.com', 'onelogin.com', 'amazoncognito.com', 'amazonaws.com', 'pingidentity.com', 'pingone.com', 'pingone.eu', 'firebaseapp.com', 'firebaseio.com', 'supabase.co', 'facebook.com', 'github.com', 'gitlab.com',
  'twitter.com', 'x.com', 'linkedin.com', 'salesforce.com', 'force.com', 'clerk.accounts.dev', 'stytch.com', 'fusionauth.io', 'jumpcloud.com', 'duosecurity.com', 'gigya.com', 'janrain.com', 'login.gov', 'id.me',
  'zendesk.com', 'freshdesk.com', 'hubspot.com', 'hsforms.com', 'wordpress.com', 'disqus.com', 'shopify.com', 'squarespace.com', 'wix.com', 'parastorage.com', 'memberstack.com', 'outseta.com', 'piano.io', 'tinypass.com',
];

export const paymentProviders: readonly string[] = [
  'stripe.com', 'stripe.network', 'paypal.com', 'braintreegateway.com', 'braintree-api.com', 'adyen.com', 'checkout.com', 'squareup.com', 'square.com', 'authorize.net', 'worldpay.com', 'cybersource.com', 'klarna.com',
  'mollie.com', 'razorpay.com', 'payu.com', 'payu.in', 'paytm.com', 'mercadopago.com', 'pagseguro.uol.com.br', 'sagepay.com', 'opayo.io', 'ingenico.com', 'ogone.com', 'global-e.com', 'globalpaymentsinc.com', 'realexpayments.com',
  '2checkout.com', 'fastspring.com', 'paddle.com', 'chargebee.com', 'recurly.com', 'spreedly.com', 'amazon.com', 'payments-amazon.com', 'apple.com', 'google.com', 'shopifycs.com', 'shopify.com', 'afterpay.com', 'affirm.com',
  'bluesnap.com', 'payoneer.com', 'skrill.com', 'datatrans.com', 'saferpay.com', 'sumup.com', 'zuora.com', 'bambora.com', 'nets.eu', 'paytrail.com', 'iyzipay.com', 'paystack.co', 'paystack.com', 'flutterwave.com', 'securionpay.com', 'visa.com', 'mastercard.com', 'masterpass.com', 'conekta.io', 'openpay.mx', 'culqi.com', 'wepay.com', 'paymill.com', 'heartlandportico.com', 'bluefin.com', 'cardconnect.com', 'moneris.com',
  'wpengine.com', 'bigcommerce.com', 'tokenex.com', 'verygoodvault.com', 'basistheory.com', 'evervault.com',
];

/** Files from here say nothing of who a page is. */
export const sharedNetworks: readonly string[] = [
  'googleapis.com', 'gstatic.com', 'googletagmanager.com', 'google-analytics.com', 'googleusercontent.com', 'googlesyndication.com', 'doubleclick.net', 'google.com', 'recaptcha.net', 'youtube.com', 'ytimg.com',
  'facebook.net', 'facebook.com', 'fbcdn.net', 'twitter.com', 'twimg.com', 'x.com', 'linkedin.com', 'licdn.com', 'instagram.com', 'cdninstagram.com', 'pinterest.com', 'pinimg.com', 'tiktok.com', 'whatsapp.com',
  'cloudflare.com', 'cloudflareinsights.com', 'jsdelivr.net', 'unpkg.com', 'bootstrapcdn.com', 'jquery.com', 'fontawesome.com', 'typekit.net', 'cloudfront.net', 'amazonaws.com', 'akamaihd.net', 'akamaized.net', 'fastly.net',
  'azureedge.net', 'windows.net', 'aspnetcdn.com', 'bing.com', 'clarity.ms', 'hotjar.com', 'segment.com', 'sentry.io', 'sentry-cdn.com', 'newrelic.com', 'nr-data.net', 'hcaptcha.com', 'cookielaw.org', 'onetrust.com', 'cookiebot.com',
  'gravatar.com', 'wp.com', 'vimeo.com', 'vimeocdn.com', 'addtoany.com', 'addthis.com', 'sharethis.com', 'disqus.com', 'intercom.io', 'intercomcdn.com', 'zdassets.com', 'hsforms.net', 'hs-scripts.com', 'shopify.com', 'shopifycdn.com',
  'github.com', 'githubusercontent.com', 't.me', 'stripe.com', 'trustpilot.com', 'reddit.com', 'medium.com', 'discord.com', 'discord.gg',
];

export const isBelow = (host: string, names: readonly string[]): boolean => names.some((name) => host === name || host.endsWith(`.${name}`));
