/**
 * Kinds of hosts that say something of a URL before it is visited. Sources: MISP warning lists "dynamic-dns",
 * "url-shortener" and "lots-project" (CC0, versions of 2024-2026), the rows that public abuse reports name
 * most; suffixes by Interisle's "Phishing Landscape" 2024 and 2025. Looked over on 2026-11-23.
 */
export const dynamicDns: readonly string[] = [
  'duckdns.org', 'no-ip.org', 'no-ip.biz', 'no-ip.info', 'ddns.net', 'hopto.org', 'zapto.org', 'sytes.net', 'myftp.org', 'myftp.biz', 'serveftp.com', 'servehttp.com', 'redirectme.net', 'bounceme.net', 'dynu.net', 'dynu.com',
  'freeddns.org', 'mooo.com', 'chickenkiller.com', 'strangled.net', 'ignorelist.com', 'us.to', 'dyndns.org', 'dyndns.info', 'changeip.com', 'ddnsfree.com', 'giize.com', 'gleeze.com', 'kozow.com', 'loseyourip.com', 'ooguy.com',
  'theworkpc.com', 'casacam.net', 'accesscam.org', 'camdvr.org', 'mywire.org', 'webredirect.org', 'ydns.eu', 'twilightparadox.com', 'linkpc.net', 'publicvm.com', 'nsupdate.info', 'dnsalias.com', 'dns.army', 'dynv6.net',
];

export const shorteners: readonly string[] = [
  'bit.ly', 'bitly.com', 'tinyurl.com', 't.co', 'goo.gl', 'ow.ly', 'is.gd', 'buff.ly', 'cutt.ly', 'cutt.us', 'rb.gy', 'rebrand.ly', 'shorturl.at', 's.id', 't.ly', 'v.gd', 'lnkd.in', 'qrco.de', 'tiny.cc', 'bl.ink', 'clck.ru',
  'u.to', 'adf.ly', 'n9.cl', 'shorten.ee', 'kutt.it', 'short.gy', 'urlz.fr', 'lc.cx', 'l.ead.me', 'did.li', 'surl.li', 'goo.su', 'q-r.to', 'reurl.cc', 'han.gl', 'dub.sh', 'dub.co', 'wa.link', 'hyp.ae',
];

/** Suffixes under which the reports find several times more phish than their share of names. */
export const riskySuffixes: readonly string[] = [
  'tk', 'ml', 'ga', 'cf', 'gq', 'top', 'xyz', 'icu', 'cyou', 'buzz', 'sbs', 'cfd', 'bond', 'lol', 'click', 'link', 'rest', 'monster', 'quest', 'shop', 'online', 'site', 'live', 'vip', 'work', 'fit', 'cam', 'surf', 'support',
  'help', 'win', 'bid', 'loan', 'men', 'stream', 'download', 'racing', 'review', 'date', 'faith', 'science', 'party', 'trade', 'accountant', 'cricket', 'zip', 'mov', 'pw', 'ws', 'su', 'li', 'finance', 'ltd',
];

/** Hosts of well-known owners where anybody can put a page. Standing there says nothing good of the page. */
export const userContent: readonly string[] = [
  'sites.google.com', 'docs.google.com', 'drive.google.com', 'forms.gle', 'script.google.com', 'storage.googleapis.com', 'googleusercontent.com', 'translate.goog', 'forms.office.com', 'forms.microsoft.com', 'sway.office.com', 'sway.cloud.microsoft',
  '1drv.ms', 'onedrive.live.com', 'sharepoint.com', 'windows.net', 'azurewebsites.net', 'azurestaticapps.net', 'azureedge.net', 'azurefd.net', 'cloudapp.net', 'amazonaws.com', 'awsapps.com', 'cloudfront.net', 'github.com', 'githubusercontent.com',
  'gitlab.com', 'bitbucket.org', 'dropbox.com', 'dropboxusercontent.com', 'notion.so', 'notion.site', 'canva.com', 'canva.site', 'docusign.net', 'adobe.com', 'box.com', 'mediafire.com', 'mega.nz', 'wordpress.com', 'medium.com', 'tumblr.com',
  'blogspot.com', 'wixsite.com', 'weebly.com', 'squarespace.com', 'webflow.io', 'typeform.com', 'jotform.com', 'hubspot.com', 'mailchimp.com', 'linkedin.com', 'facebook.com', 'youtube.com', 'reddit.com', 'pastebin.com', 'discord.com',
  'discordapp.com', 't.me', 'telegram.org', 'telegra.ph', 'archive.org', 'cloudflare.com', 'cloudflare-ipfs.com', 'ipfs.io', 'codepen.io', 'steamcommunity.com', 'ebay.com', 'etsy.com',
];

/** Free hosts of server scripts that the public suffix list does not have as platforms. Source: abuse reports; looked over on 2026-11-25. */
export const freeHosts: readonly string[] = [
  '000webhostapp.com', 'replit.app', 'repl.co', 'replit.dev', 'pythonanywhere.com', 'glitch.me', 'herokuapp.com', 'onrender.com', 'railway.app', 'up.railway.app', 'infinityfreeapp.com', 'epizy.com', 'rf.gd', 'byethost.com', 'freehosting.com',
  '42web.io', 'great-site.net', 'wuaze.com', 'x10.mx', 'x10host.com', 'awardspace.net', 'atwebpages.com', 'mywebcommunity.org', 'scienceontheweb.net', 'onlinewebshop.net', 'my-board.org', 'medianewsonline.com', 'getenjoyment.net', 'sportsontheweb.net',
  'hostfree.pw', 'ct8.pl', 'cyclic.app', 'deta.dev', 'fly.dev', 'koyeb.app', 'adaptable.app', 'loca.lt', 'localhost.run', 'lhr.life', 'ngrok.io', 'ngrok-free.app', 'ngrok.app', 'serveo.net', 'trycloudflare.com', 'web.app', 'firebaseapp.com',
];
