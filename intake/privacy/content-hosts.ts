/**
 * Where a long value in a URL is the file, video or form that the link leads to, and the same for everybody who has
 * it: without it nothing is left to look at. Domains and all below them; given by hand, 2026-11.
 */
const domains = new Set([
  'google.com', 'googleusercontent.com', 'googleapis.com', 'gstatic.com', 'goo.gl', 'youtube.com', 'ytimg.com', 'appspot.com', 'firebaseapp.com', 'web.app',
  'dropbox.com', 'dropboxusercontent.com', '1drv.ms', 'onedrive.com', 'live.com', 'sharepoint.com', 'office.com', 'office.net', 'microsoft.com', 'windows.net', 'azureedge.net', 'box.com', 'mega.nz', 'mediafire.com', 'wetransfer.com', 'we.tl', 'sendspace.com', 'zippyshare.com', 'gofile.io', 'pixeldrain.com', 'icloud.com', 'apple.com', 'yandex.com', 'disk.yandex.ru', 'pcloud.com', '4shared.com', 'transfer.sh', 'catbox.moe', 'anonfiles.com', 'files.fm', 'terabox.com',
  'github.com', 'githubusercontent.com', 'githubassets.com', 'gitlab.com', 'bitbucket.org', 'sourceforge.net', 'npmjs.com', 'jsdelivr.net', 'unpkg.com', 'docker.com', 'huggingface.co', 'pastebin.com', 'paste.ee', 'rentry.co',
  'discord.com', 'discordapp.com', 'discordapp.net', 'telegram.org', 't.me', 'telegra.ph', 'facebook.com', 'fbcdn.net', 'instagram.com', 'cdninstagram.com', 'twitter.com', 'x.com', 'twimg.com', 'tiktok.com', 'vimeo.com', 'spotify.com', 'soundcloud.com', 'reddit.com', 'redd.it', 'imgur.com', 'flickr.com', 'pinterest.com', 'linkedin.com', 'licdn.com', 'medium.com', 'qq.com', 'weixin.qq.com', 'vk.com', 'zulipchat.com', 'slack.com',
  'notion.so', 'notion.site', 'canva.com', 'figma.com', 'airtable.com', 'typeform.com', 'jotform.com', 'surveymonkey.com', 'formstack.com', 'wufoo.com', 'cognitoforms.com', 'hubspotusercontent.com', 'wixstatic.com', 'wixsite.com', 'squarespace.com', 'shopify.com', 'weebly.com', 'webflow.io', 'framer.app', 'gitbook.io', 'padlet.com', 'scribd.com', 'issuu.com', 'prezi.com', 'docdroid.net', 'adobe.com', 'docusign.net',
  'amazonaws.com', 'cloudfront.net', 'akamaihd.net', 'fastly.net', 'digitaloceanspaces.com', 'backblazeb2.com', 'r2.dev', 'supabase.co', 'cloudinary.com', 'imagekit.io', 'blogspot.com', 'bp.blogspot.com', 'wordpress.com', 'wp.com', 'tumblr.com', 'wikimedia.org', 'archive.org', 'virustotal.com', 'urlscan.io',
  'ipfs.io', 'dweb.link', 'cf-ipfs.com', 'cloudflare-ipfs.com', 'fleek.co', 'pinata.cloud', 'nftstorage.link', 'w3s.link', 'arweave.net', 'etherscan.io', 'opensea.io',
]);

/** Of a host, or a host and port. */
export const servesContentById = (host: string): boolean => {
  const labels = host.replace(/:\d+$/, '').split('.');
  return labels.some((_, index) => domains.has(labels.slice(index).join('.')));
};
