/**
 * Whom phish imitate, by the public quarterly reports of APWG, Check Point, Cloudflare, Vade and OpenPhish
 * (2022-2026) and the brands that phishing kits are named after, with hosts that are theirs. One a row:
 *
 *     name | aliases, comma between | own domains
 *
 * An alias is a word that a page uses to claim to be it. Where the name is a common word ("apple", "chase",
 * "target") it is not among the aliases; as the whole of a logo or a site's name it counts all the same.
 * Software that companies install on hosts of their own (webmail, blogs, panels, VPN gateways) is left out:
 * its name on a log-in page says nothing. Checked by hand on 2026-11-23 and 2026-11-25; brands-build.ts adds what public
 * directories know of the same owners.
 */
export const brandPicks = `
Microsoft | microsoft, office 365, office365, microsoft 365, onedrive, outlook.com, hotmail, sharepoint online, microsoft teams, windows live | microsoft.com microsoftonline.com live.com office.com office365.com outlook.com hotmail.com msn.com onedrive.com sharepoint.com windows.com azure.com msftauth.net microsoft365.com xbox.com skype.com bing.com cloud.microsoft windows.net windowsupdate.com microsoftonline-p.com microsoftonline.us microsoftstream.com azure-devices.net azure-apihub.net
Google | google, gmail, google drive, google docs, google workspace | google.com gmail.com youtube.com googlemail.com withgoogle.com android.com blogger.com goo.gl g.co forms.gle youtube-nocookie.com google-cloud.services
Apple | apple id, icloud, itunes, apple inc, find my iphone, apple account | apple.com icloud.com itunes.com me.com mac.com mzstatic.com cdn-apple.com apple-dns.net apple-mapkit.com
Facebook | facebook, messenger | facebook.com fb.com messenger.com fb.me fbcdn.net facebook.net fb.watch
Instagram | instagram | instagram.com cdninstagram.com ig.me
Meta | meta business, meta platforms, meta for business, meta verified | meta.com metacareers.com
WhatsApp | whatsapp, whatsapp web | whatsapp.com whatsapp.net wa.me
Amazon | amazon, amazon prime, amazon.com | amazon.com amazon.co.uk amazon.de amazon.fr amazon.it amazon.es amazon.co.jp amazon.in amazon.ca amazon.com.au amazon.com.br amazon.com.mx amazon.nl amazon.se amazon.pl amazon.ae amazon.sa amazon.sg amazon.com.tr amazon.com.be primevideo.com media-amazon.com ssl-images-amazon.com a2z.com amazon.dev
Amazon Web Services | amazon web services, aws management console | aws.amazon.com amazonaws.com awsapps.com
PayPal | paypal | paypal.com paypal.me paypalobjects.com paypal-corp.com xoom.com paypal-ads.com
Netflix | netflix | netflix.com nflxext.com nflximg.net
LinkedIn | linkedin | linkedin.com licdn.com lnkd.in linkedin-ei.com
X | twitter | x.com twitter.com twimg.com t.co
TikTok | tiktok | tiktok.com tiktokcdn.com tiktokv.com tiktokcdn-us.com tiktokcdn-eu.net tiktokcdn-eu.com tiktokw.us tiktokv.us tiktok-minis.com
Snapchat | snapchat | snapchat.com snap.com
Pinterest | pinterest | pinterest.com pinimg.com
Reddit | reddit | reddit.com redditstatic.com redd.it
Discord | discord, discord nitro | discord.com discordapp.com discord.gg discordapp.net discord.gift
Telegram | telegram, telegram web | telegram.org t.me telegram.me web.telegram.org telegra.ph
Steam | steam community, steampowered, steam guard, steam account | steampowered.com steamcommunity.com steamstatic.com valvesoftware.com steamgames.com s.team
Roblox | roblox, robux | roblox.com rbxcdn.com
Epic Games | epic games, fortnite | epicgames.com fortnite.com rocketleague.com rocket-league.com
PlayStation | playstation, playstation network | playstation.com sony.com sonyentertainmentnetwork.com playstation.net
Nintendo | nintendo | nintendo.com nintendo.co.jp nintendo.net nintendo.eu
Riot Games | riot games, league of legends, valorant | riotgames.com leagueoflegends.com playvalorant.com
Blizzard | battle.net, blizzard | blizzard.com battle.net
Electronic Arts | electronic arts, ea account | ea.com origin.com
Ubisoft | ubisoft | ubisoft.com ubi.com
Minecraft | minecraft | minecraft.net mojang.com minecraftservices.com minecraft-services.net
Garena | garena, free fire | garena.com ff.garena.com garena.sg
PUBG | pubg, pubg mobile | pubg.com pubgmobile.com krafton.com
Twitch | twitch | twitch.tv ttvnw.net
Spotify | spotify | spotify.com scdn.co
Disney+ | disney+, disney plus, disneyplus | disneyplus.com disney.com go.com disney-plus.net
Hulu | hulu | hulu.com
HBO Max | hbo max, hbomax | hbomax.com max.com hbo.com
Dropbox | dropbox | dropbox.com dropboxusercontent.com dropboxstatic.com db.tt getdropbox.com
DocuSign | docusign | docusign.com docusign.net
Adobe | adobe, adobe document cloud, adobe acrobat, adobe sign | adobe.com adobelogin.com acrobat.com behance.net typekit.com adobe.io adobesign.com echosign.com
WeTransfer | wetransfer | wetransfer.com we.tl
Zoom | zoom video, zoom meeting, zoom workplace, zoom.us | zoom.us zoom.com zoomgov.com
Slack | slack workspace | slack.com slack-edge.com slackb.com slack-gov.com
Webex | webex | webex.com cisco.com
Yahoo | yahoo, yahoo mail, ymail | yahoo.com yahoo.co.jp yimg.com ymail.com yahoo.net aol.com yahoodns.net rocketmail.com
AOL | aol mail, aol | aol.com aim.com
GMX | gmx | gmx.net gmx.com gmx.de gmx.at gmx.ch gmx.co.uk gmx.fr
WEB.DE | web.de | web.de
T-Online | t-online, telekom mail | t-online.de telekom.de telekom.com telekom-dienste.de open-telekom-cloud.com
Proton | protonmail, proton mail, proton account | proton.me protonmail.com protonvpn.com pm.me
Zoho | zoho, zoho mail | zoho.com zoho.eu zoho.in zohocorp.com
Mail.ru | mail.ru | mail.ru my.mail.ru
Yandex | yandex, яндекс | yandex.ru yandex.com ya.ru yandex.net yastatic.net
VK | vkontakte, вконтакте | vk.com vk.ru vkontakte.ru userapi.com
Rambler | rambler | rambler.ru
Naver | naver, 네이버 | naver.com pstatic.net navercorp.com
Kakao | kakao, kakaotalk, 카카오 | kakao.com kakaocorp.com daum.net
QQ | qq mail, qq邮箱, tencent | qq.com tencent.com weixin.qq.com wechat.com wechatpay.cn tencent-cloud.com
NetEase | netease, 163邮箱, 网易 | 163.com 126.com netease.com yeah.net
Alibaba | alibaba, alibaba.com | alibaba.com aliexpress.com alipay.com taobao.com tmall.com aliyun.com alibabacloud.com 1688.com alicdn.com alibaba-inc.com
LINE | line account, line corporation | line.me linecorp.com
Viber | viber | viber.com
Signal | signal messenger | signal.org
GitHub | github | github.com githubusercontent.com githubassets.com githubapp.com
GitLab.com | gitlab.com | gitlab.com
Bitbucket | bitbucket | bitbucket.org atlassian.com atlassian.net
Atlassian | atlassian | atlassian.com atlassian.net atlassian-dev.net
Salesforce | salesforce | salesforce.com force.com salesforce-setup.com
HubSpot | hubspot | hubspot.com hubspotusercontent.com hubspotusercontent-na1.net hubspotusercontent-eu1.net
Mailchimp | mailchimp | mailchimp.com intuit.com
Intuit | intuit, quickbooks, turbotax | intuit.com quickbooks.com turbotax.com
Shopify | shopify | shopify.com shopifycdn.com
GoDaddy | godaddy | godaddy.com secureserver.net
IONOS | ionos, 1&1 | ionos.com ionos.de ionos.fr ionos.co.uk ionos.es ionos.it 1and1.com 1und1.de
OVHcloud | ovhcloud, ovh | ovh.com ovh.net ovhcloud.com ovh.co.uk ovh.de
STRATO | strato | strato.de strato.nl
Hostinger | hostinger | hostinger.com hostinger.co.uk hpanel.hostinger.com
Namecheap | namecheap | namecheap.com privateemail.com
Cloudflare | cloudflare | cloudflare.com cloudflareaccess.com cloudflare-dns.com cloudflareportal.com cloudflare-eth.com cloudflareinsights.com cloudflarestorage.com
Network Solutions | network solutions | networksolutions.com web.com
Rackspace | rackspace | rackspace.com emailsrvr.com
Norton | norton antivirus, norton 360, nortonlifelock | norton.com nortonlifelock.com gendigital.com
McAfee | mcafee | mcafee.com
Avast | avast | avast.com
Kaspersky | kaspersky | kaspersky.com
Malwarebytes | malwarebytes | malwarebytes.com
LastPass | lastpass | lastpass.com
1Password | 1password | 1password.com 1password.eu 1password.ca
Bitwarden | bitwarden | bitwarden.com bitwarden.eu
Dashlane | dashlane | dashlane.com
Okta | okta | okta.com oktapreview.com okta-emea.com
Duo Security | duo security | duosecurity.com duo.com
Dell | dell technologies | dell.com
Samsung | samsung account, samsung electronics | samsung.com samsung-dict.com samsung-news.com samsungcloud.com
Huawei | huawei | huawei.com hicloud.com
Xiaomi | xiaomi, mi account | xiaomi.com mi.com
Ledger | ledger live, ledger wallet, ledger nano | ledger.com ledger.fr
Trezor | trezor, trezor suite | trezor.io satoshilabs.com
MetaMask | metamask | metamask.io consensys.io consensys.net
Trust Wallet | trust wallet, trustwallet | trustwallet.com
Phantom | phantom wallet | phantom.app phantom.com
Exodus | exodus wallet | exodus.com exodus.io
Atomic Wallet | atomic wallet | atomicwallet.io
Electrum | electrum wallet | electrum.org
MyEtherWallet | myetherwallet | myetherwallet.com mewwallet.com
WalletConnect | walletconnect, wallet connect | walletconnect.com walletconnect.network reown.com
Uniswap | uniswap | uniswap.org
PancakeSwap | pancakeswap | pancakeswap.finance
OpenSea | opensea | opensea.io
Aave | aave | aave.com
Lido | lido finance | lido.fi
SushiSwap | sushiswap | sushi.com
1inch | 1inch network | 1inch.io 1inch.com
Curve Finance | curve finance | curve.fi curve.finance
DeBank | debank | debank.com
Rabby | rabby wallet | rabby.io
SafePal | safepal | safepal.com
imToken | imtoken | token.im
TokenPocket | tokenpocket | tokenpocket.pro
Keplr | keplr | keplr.app
Solflare | solflare | solflare.com
Coinbase | coinbase, coinbase wallet, coinbase pro | coinbase.com coinbase-cdn.com base.org
Binance | binance | binance.com binance.us binance.org bnbchain.org
Kraken | kraken exchange, kraken.com | kraken.com
KuCoin | kucoin | kucoin.com
Bitstamp | bitstamp | bitstamp.net
Bitfinex | bitfinex | bitfinex.com
Bybit | bybit | bybit.com
OKX | okx, okex | okx.com okex.com
Gate.io | gate.io | gate.io gate.com
HTX | huobi, htx | htx.com huobi.com
Gemini | gemini exchange, gemini trust company | gemini.com
Crypto.com | crypto.com | crypto.com
Bitget | bitget | bitget.com
MEXC | mexc | mexc.com
Uphold | uphold | uphold.com
BlockFi | blockfi | blockfi.com
Celsius | celsius network | celsius.network
Nexo | nexo | nexo.com nexo.io
Bitpanda | bitpanda | bitpanda.com
Bitbuy | bitbuy | bitbuy.ca
Coinmama | coinmama | coinmama.com
Bitflyer | bitflyer, ビットフライヤー | bitflyer.com bitflyer.jp
Coincheck | coincheck, コインチェック | coincheck.com
Luno | luno wallet | luno.com
Paxful | paxful | paxful.com
Blockchain.com | blockchain.com, blockchain wallet | blockchain.com blockchain.info
BitPay | bitpay | bitpay.com
Robinhood | robinhood | robinhood.com
eToro | etoro | etoro.com
Fidelity | fidelity investments | fidelity.com
Charles Schwab | charles schwab, schwab | schwab.com
Vanguard | vanguard group | vanguard.com
E*TRADE | e*trade, etrade | etrade.com
Interactive Brokers | interactive brokers | interactivebrokers.com ibkr.com
Chase | jpmorgan chase, chase bank, chase online, jpmorgan | chase.com jpmorganchase.com jpmorgan.com
Bank of America | bank of america, bankofamerica | bankofamerica.com bofa.com merrilledge.com ml.com
Wells Fargo | wells fargo, wellsfargo | wellsfargo.com wf.com
Citibank | citibank, citigroup, citi bank | citi.com citibank.com citicards.com citibankonline.com
Capital One | capital one, capitalone | capitalone.com
U.S. Bank | u.s. bank, us bank, usbank | usbank.com
PNC | pnc bank | pnc.com
Truist | truist, suntrust, bb&t | truist.com suntrust.com bbt.com
TD Bank | td bank, td canada trust, easyweb | td.com tdbank.com tdcanadatrust.com
American Express | american express, amex | americanexpress.com aexp.com amex.com aexp-static.com
Discover | discover bank, discover card | discover.com discovercard.com
Visa | visa card, verified by visa | visa.com visa.co.uk
Mastercard | mastercard | mastercard.com mastercard.us
Navy Federal | navy federal, navy federal credit union | navyfederal.org
USAA | usaa | usaa.com
Ally | ally bank | ally.com
Regions | regions bank | regions.com
Fifth Third Bank | fifth third bank, 53.com | 53.com
KeyBank | keybank | key.com keybank.com
M&T Bank | m&t bank | mtb.com
Huntington | huntington bank | huntington.com
Citizens Bank | citizens bank | citizensbank.com citizensbankonline.com
BMO | bmo bank, bank of montreal, bmo financial | bmo.com bmoharris.com
Chime | chime bank | chime.com
Venmo | venmo | venmo.com
Zelle | zelle | zellepay.com
Cash App | cash app, cashapp | cash.app squareup.com square.com
Wise | wise account, transferwise | wise.com transferwise.com
Revolut | revolut | revolut.com
N26 | n26 | n26.com
Monzo | monzo | monzo.com
Starling Bank | starling bank | starlingbank.com
Klarna | klarna | klarna.com klarna.se
Stripe | stripe dashboard | stripe.com stripe.network
Payoneer | payoneer | payoneer.com
Skrill | skrill | skrill.com
Neteller | neteller | neteller.com
Western Union | western union | westernunion.com
MoneyGram | moneygram | moneygram.com
HSBC | hsbc | hsbc.com hsbc.co.uk hsbc.com.hk hsbc.ca hsbc.com.mx hsbcnet.com us.hsbc.com
Barclays | barclays, barclaycard | barclays.com barclays.co.uk barclaycard.co.uk barclaycardus.com barclays.net
Lloyds Bank | lloyds bank, lloyds | lloydsbank.com lloydsbank.co.uk lloydsbankinggroup.com
Halifax | halifax bank, halifax online | halifax.co.uk halifax-online.co.uk
NatWest | natwest | natwest.com nwolb.com
Royal Bank of Scotland | royal bank of scotland, rbs | rbs.co.uk rbsdigital.com
Santander | santander | santander.com santander.co.uk bancosantander.es santanderbank.com santander.com.br santander.com.mx santander.pt santander.pl santander.cl santander.de openbank.es
TSB | tsb bank | tsb.co.uk
Nationwide | nationwide building society | nationwide.co.uk nationwide.com
Metro Bank | metro bank | metrobankonline.co.uk
Co-operative Bank | co-operative bank | co-operativebank.co.uk
Royal Bank of Canada | royal bank of canada, rbc royal bank | rbc.com rbcroyalbank.com royalbank.com
Scotiabank | scotiabank | scotiabank.com
CIBC | cibc | cibc.com cibconline.cibc.com simplii.com
Desjardins | desjardins, accèsd | desjardins.com
National Bank of Canada | national bank of canada, banque nationale | nbc.ca bnc.ca
Tangerine | tangerine bank | tangerine.ca
Interac | interac, interac e-transfer | interac.ca
ATB Financial | atb financial | atb.com
Commonwealth Bank | commonwealth bank, commbank, netbank | commbank.com.au cba.com.au
Westpac | westpac | westpac.com.au westpac.co.nz
ANZ | anz bank, anz internet banking | anz.com anz.com.au anz.co.nz
NAB | national australia bank, nab internet banking | nab.com.au
St.George Bank | st.george bank | stgeorge.com.au
Bendigo Bank | bendigo bank | bendigobank.com.au
myGov | mygov | my.gov.au
Kiwibank | kiwibank | kiwibank.co.nz
ASB | asb bank | asb.co.nz
Deutsche Bank | deutsche bank | deutsche-bank.de db.com
Commerzbank | commerzbank | commerzbank.de commerzbank.com
Sparkasse | sparkasse | sparkasse.de
Volksbank | volksbank, vr-bank, volksbanken raiffeisenbanken | vr.de volksbank.de atruvia.de
Postbank | postbank | postbank.de
DKB | deutsche kreditbank, dkb | dkb.de
ING | ing-diba, ing bank, ing banking | ing.de ing.com ing.nl ing.be ing.es ing.com.au ing.pl ing.it ing-diba.de
Comdirect | comdirect | comdirect.de
Consorsbank | consorsbank | consorsbank.de
Targobank | targobank | targobank.de
Raiffeisen | raiffeisen, raiffeisenbank | raiffeisen.ch raiffeisen.at raiffeisen.ru rbinternational.com raiffeisen.hu raiffeisenbank.cz
Erste Bank | erste bank, george erste | erstebank.at sparkasse.at erstegroup.com
Bawag | bawag | bawag.at
UBS | ubs e-banking, ubs switzerland | ubs.com
Credit Suisse | credit suisse | credit-suisse.com
PostFinance | postfinance | postfinance.ch
Swisscom | swisscom | swisscom.ch swisscom.com bluewin.ch
Swiss Post | schweizerische post, la poste suisse, swisspost | post.ch
BNP Paribas | bnp paribas | bnpparibas.com mabanque.bnpparibas bnpparibas.net bnpparibas.fr hellobank.fr
Crédit Agricole | crédit agricole, credit agricole | credit-agricole.fr ca-paris.fr credit-agricole.com ca-nord-est.fr
Société Générale | société générale, societe generale | societegenerale.fr societegenerale.com socgen.com sg.fr
La Banque Postale | la banque postale, banque postale | labanquepostale.fr
Caisse d'Épargne | caisse d'épargne, caisse d'epargne | caisse-epargne.fr
Banque Populaire | banque populaire | banquepopulaire.fr
Crédit Mutuel | crédit mutuel, credit mutuel | creditmutuel.fr creditmutuel.com
CIC | banque cic | cic.fr
LCL | lcl banque, crédit lyonnais | lcl.fr
Boursorama | boursorama, boursobank | boursorama.com boursobank.com
Ameli | ameli, assurance maladie, carte vitale | ameli.fr
impots.gouv.fr | impots.gouv, direction générale des finances publiques | impots.gouv.fr
ANTAI | antai | antai.gouv.fr
La Poste | la poste, colissimo, chronopost | laposte.fr laposte.net chronopost.fr colissimo.fr
Orange | orange.fr, orange s.a., mon espace orange | orange.fr orange.com orange.es orange.pl orange.ro wanadoo.fr
SFR | sfr mail, espace client sfr | sfr.fr sfr.com
Free | freebox, free mobile | free.fr
Bouygues Telecom | bouygues telecom | bouyguestelecom.fr
Leboncoin | leboncoin | leboncoin.fr
Vinted | vinted | vinted.com vinted.fr vinted.de vinted.co.uk vinted.pl vinted.es vinted.it vintedapp.com
BBVA | bbva | bbva.com bbva.es bbva.mx
CaixaBank | caixabank, la caixa | caixabank.es caixabank.com lacaixa.es
Banco Sabadell | banco sabadell, bancsabadell | bancsabadell.com bancosabadell.com
Bankinter | bankinter | bankinter.com
Correos | correos españa, correos express | correos.es correosexpress.com
Agencia Tributaria | agencia tributaria | agenciatributaria.gob.es agenciatributaria.es
Movistar | movistar | movistar.es movistar.com telefonica.com
Intesa Sanpaolo | intesa sanpaolo | intesasanpaolo.com
UniCredit | unicredit | unicredit.it unicredit.eu unicreditgroup.eu unicreditbank.hu hypovereinsbank.de
Poste Italiane | poste italiane, posteitaliane, postepay, bancoposta | poste.it posteitaliane.it postepay.it
Nexi | nexi | nexi.it
BPER | bper banca | bper.it
Banco BPM | banco bpm | bancobpm.it bancobpmspa.com
Aruba | aruba s.p.a., pec aruba, webmail aruba | aruba.it arubacloud.com pec.it
TIM | tim spa, telecom italia | tim.it telecomitalia.com
INPS | inps | inps.it
Agenzia delle Entrate | agenzia delle entrate | agenziaentrate.gov.it
ABN AMRO | abn amro | abnamro.nl abnamro.com
Rabobank | rabobank | rabobank.nl rabobank.com
SNS | sns bank | snsbank.nl
Belastingdienst | belastingdienst | belastingdienst.nl toeslagen.nl
DigiD | digid | digid.nl
PostNL | postnl | postnl.nl
KPN | kpn mail | kpn.com kpnmail.nl
KBC | kbc touch, kbc bank | kbc.be kbc.com
Belfius | belfius | belfius.be
Argenta | argenta bank | argenta.be
itsme | itsme | itsme-id.com itsme.be
bpost | bpost | bpost.be
Proximus | proximus | proximus.be
Nordea | nordea | nordea.com nordea.fi nordea.se nordea.dk nordea.no
Danske Bank | danske bank | danskebank.dk danskebank.com danskebank.se danskebank.fi
Swedbank | swedbank | swedbank.se swedbank.lt swedbank.lv swedbank.ee swedbank.com
SEB | seb bank | seb.se sebgroup.com seb.lt seb.lv seb.ee
Handelsbanken | handelsbanken | handelsbanken.se handelsbanken.com
DNB | dnb bank | dnb.no
BankID | bankid | bankid.com bankid.no
MitID | mitid, nemid | mitid.dk nemid.nu
PostNord | postnord | postnord.com postnord.se postnord.dk postnord.no
Posten | posten norge | posten.no
OP Financial | op ryhmä, osuuspankki | op.fi
PKO Bank Polski | pko bank polski, pko bp, ipko | pkobp.pl ipko.pl
mBank | mbank | mbank.pl mbank.cz mbank.sk
Bank Pekao | bank pekao, pekao24 | pekao.com.pl pekao24.pl
Allegro | allegro.pl | allegro.pl
InPost | inpost | inpost.pl inpost.co.uk inpost.it
OLX | olx | olx.pl olx.com olx.ro olx.pt olx.ua olx.bg olx.kz
Poczta Polska | poczta polska | poczta-polska.pl
Česká spořitelna | česká spořitelna | csas.cz
ČSOB | čsob | csob.cz csob.sk
OTP Bank | otp bank | otpbank.hu otpbank.ro
Magyar Posta | magyar posta | posta.hu
Ukrposhta | ukrposhta, укрпошта | ukrposhta.ua
PrivatBank | privatbank, приватбанк, приват24 | privatbank.ua privat24.ua
monobank | monobank | monobank.ua
Sberbank | sberbank, сбербанк, сбер онлайн | sberbank.ru sber.ru sberbank.com
T-Bank | tinkoff, тинькофф, т-банк | tinkoff.ru tbank.ru
VTB | vtb bank, втб | vtb.ru
Gosuslugi | gosuslugi, госуслуги | gosuslugi.ru
Avito | avito, авито | avito.ru
Ozon | ozon.ru, озон | ozon.ru
Wildberries | wildberries | wildberries.ru
Itaú | itaú, itau, banco itaú | itau.com.br itau.cl
Bradesco | bradesco | bradesco.com.br bradesco.b.br bradescoseguros.com.br
Banco do Brasil | banco do brasil | bb.com.br bancodobrasil.com.br
Caixa | caixa econômica federal, caixa economica federal, caixa econômica, caixa tem | caixa.gov.br caixa.gov
Nubank | nubank | nubank.com.br nu.com.mx nu.com.co
Banco Inter | banco inter | bancointer.com.br inter.co
Mercado Livre | mercado livre, mercadolivre, mercado libre, mercadolibre | mercadolivre.com.br mercadolibre.com mercadolibre.com.ar mercadolibre.com.mx mercadolibre.com.co mlstatic.com
Mercado Pago | mercado pago, mercadopago | mercadopago.com mercadopago.com.br mercadopago.com.ar mercadopago.com.mx
PagBank | pagseguro, pagbank | pagseguro.uol.com.br pagbank.com.br pagseguro.com.br
UOL | uol mail | uol.com.br bol.com.br
Serasa | serasa | serasa.com.br serasaexperian.com.br
Magazine Luiza | magazine luiza, magalu | magazineluiza.com.br magalu.com
Americanas | lojas americanas, americanas.com | americanas.com.br
Correios | correios | correios.com.br
Gov.br | gov.br | gov.br www.gov.br
Banorte | banorte | banorte.com
Citibanamex | banamex, citibanamex | banamex.com citibanamex.com
Bancolombia | bancolombia | bancolombia.com grupobancolombia.com
Davivienda | davivienda | davivienda.com
Banco de Chile | banco de chile | bancochile.cl
BancoEstado | bancoestado, banco estado | bancoestado.cl
BCP | banco de crédito del perú, viabcp | viabcp.com
Interbank | interbank perú | interbank.pe
Banco Pichincha | banco pichincha | pichincha.com
Banco Galicia | banco galicia | galicia.ar bancogalicia.com.ar
SAT | servicio de administración tributaria | sat.gob.mx
Rakuten | rakuten, 楽天, 楽天市場, 楽天カード | rakuten.co.jp rakuten.com rakuten-card.co.jp rakuten-bank.co.jp rakuten.ne.jp
Mercari | mercari, メルカリ | mercari.com jp.mercari.com
SMBC | smbc, 三井住友銀行, 三井住友カード, smbc card | smbc.co.jp smbc-card.com vpass.ne.jp
MUFG | mufg, 三菱ufj銀行, 三菱ufjニコス | mufg.jp bk.mufg.jp cr.mufg.jp
Mizuho | mizuho, みずほ銀行 | mizuhobank.co.jp mizuho-fg.co.jp mizuhobank.com
JCB | my jcb, ジェーシービー, jcbカード | jcb.co.jp jcb.com
Aeon | aeon card, イオンカード, イオン銀行 | aeon.co.jp aeonbank.co.jp aeon.jp
Saison | セゾンカード, credit saison, 永久不滅 | saisoncard.co.jp a-q-f.com
EPOS | エポスカード, epos card | eposcard.co.jp
Japan Post | 日本郵便, ゆうちょ銀行, japan post | post.japanpost.jp jp-bank.japanpost.jp japanpost.jp
Yamato | ヤマト運輸, クロネコ, kuroneko yamato | kuronekoyamato.co.jp
Sagawa | 佐川急便, sagawa express | sagawa-exp.co.jp
ETC | etc利用照会サービス, etc meisai | etc-meisai.jp
NTT Docomo | docomo, ドコモ, dアカウント | docomo.ne.jp nttdocomo.co.jp
au | au id, auかんたん決済 | au.com auone.jp kddi.com
SoftBank | softbank, ソフトバンク, my softbank | softbank.jp
PayPay | paypay, ペイペイ | paypay.ne.jp paypay-bank.co.jp
ICBC | icbc, 中国工商银行 | icbc.com.cn
Bank of China | bank of china, 中国银行 | boc.cn bankofchina.com
China Construction Bank | china construction bank, 中国建设银行 | ccb.com
DBS | dbs bank, posb, dbs ideal | dbs.com dbs.com.sg posb.com.sg
OCBC | ocbc | ocbc.com
UOB | united overseas bank, uob | uob.com.sg uobgroup.com
Singpass | singpass | singpass.gov.sg
SingPost | singpost | singpost.com
Singtel | singtel | singtel.com
Maybank | maybank, maybank2u | maybank.com maybank2u.com.my maybank.com.my
CIMB | cimb, cimb clicks | cimb.com cimbclicks.com.my
Public Bank | public bank berhad, pbebank | pbebank.com publicbankgroup.com
Touch 'n Go | touch 'n go | touchngo.com.my tngdigital.com.my
BCA | bank central asia, klikbca | bca.co.id klikbca.com
BRI | bank rakyat indonesia, brimo | bri.co.id
Bank Mandiri | bank mandiri, livin mandiri | bankmandiri.co.id
DANA | dana indonesia, dompet digital dana | dana.id
Grab | grabpay, grab holdings | grab.com
Shopee | shopee | shopee.com shopee.sg shopee.co.id shopee.com.my shopee.ph shopee.co.th shopee.vn shopee.tw shopee.com.br
Lazada | lazada | lazada.com lazada.sg lazada.co.id lazada.com.my lazada.com.ph lazada.co.th lazada.vn
Vietcombank | vietcombank | vietcombank.com.vn
Kasikornbank | kasikornbank, kbank | kasikornbank.com
SCB | siam commercial bank | scb.co.th
State Bank of India | state bank of india, onlinesbi, yono sbi | sbi.co.in onlinesbi.sbi onlinesbi.com bank.sbi
HDFC Bank | hdfc bank, hdfc | hdfcbank.com hdfc.com
ICICI Bank | icici bank, icici | icicibank.com
Axis Bank | axis bank | axisbank.com
Kotak | kotak mahindra, kotak bank | kotak.com
Punjab National Bank | punjab national bank | pnbindia.in netpnb.com
Paytm | paytm | paytm.com paytm.in paytmbank.com
PhonePe | phonepe | phonepe.com
Flipkart | flipkart | flipkart.com
Income Tax India | income tax department, incometaxindia | incometax.gov.in incometaxindia.gov.in
India Post | india post | indiapost.gov.in
Airtel | airtel | airtel.in airtel.com
Jio | reliance jio, myjio | jio.com
Emirates NBD | emirates nbd | emiratesnbd.com
Al Rajhi Bank | al rajhi bank, مصرف الراجحي | alrajhibank.com.sa
Emirates Post | emirates post | emiratespost.ae
Absa | absa | absa.co.za absa.africa
Standard Bank | standard bank | standardbank.co.za standardbank.com
FNB | first national bank, fnb online | fnb.co.za
Nedbank | nedbank | nedbank.co.za
Capitec | capitec | capitecbank.co.za
GTBank | gtbank, guaranty trust bank | gtbank.com
Ziraat Bankası | ziraat bankası | ziraatbank.com.tr
Garanti BBVA | garanti bbva, garanti bankası | garantibbva.com.tr garanti.com.tr
Akbank | akbank | akbank.com
Türkiye İş Bankası | iş bankası, isbank | isbank.com.tr
e-Devlet | e-devlet | turkiye.gov.tr
Sahibinden | sahibinden | sahibinden.com
DHL | dhl, dhl express | dhl.com dhl.de dhl.fr dhl.co.uk dhl.it dhl.es dhl.nl
FedEx | fedex | fedex.com tnt.com
UPS | united parcel service, ups delivery, ups tracking | ups.com
USPS | usps, united states postal service | usps.com usps.gov
Royal Mail | royal mail | royalmail.com
Evri | evri, hermes parcel | evri.com myhermes.co.uk
DPD | dpd | dpd.com dpd.co.uk dpd.de dpd.fr dpdgroup.com dpd.nl
GLS | gls parcel, general logistics systems | gls-group.com gls-group.eu gls-pakete.de gls-italy.com
Hermes | hermes paket, myhermes | hermesworld.com myhermes.de
Canada Post | canada post, postes canada | canadapost.ca canadapost-postescanada.ca
Australia Post | australia post, auspost | auspost.com.au
An Post | an post | anpost.com anpost.ie
CTT | ctt expresso, ctt correios | ctt.pt
Deutsche Post | deutsche post | deutschepost.de dpdhl.com
Österreichische Post | österreichische post | post.at
Israel Post | israel post | israelpost.co.il
Maersk | maersk | maersk.com
HMRC | hmrc, hm revenue | gov.uk service.gov.uk hmrc.gov.uk
IRS | internal revenue service, irs.gov | irs.gov
Social Security | social security administration | ssa.gov
DVLA | dvla | gov.uk service.gov.uk
Canada Revenue Agency | canada revenue agency, cra my account | canada.ca cra-arc.gc.ca
Australian Taxation Office | australian taxation office | ato.gov.au
ELSTER | elster online | elster.de
FINANZOnline | finanzonline | bmf.gv.at
NHS | nhs login | nhs.uk
E-ZPass | e-zpass, ezpass | e-zpassny.com ezpassnj.com ezpassva.com e-zpassiag.com
SunPass | sunpass | sunpass.com
AT&T | at&t, att.net, currently.com | att.com att.net currently.com
Verizon | verizon, verizon wireless | verizon.com verizonwireless.com vzw.com
T-Mobile | t-mobile | t-mobile.com telekom.de
Xfinity | xfinity, comcast | xfinity.com comcast.com comcast.net
Spectrum | spectrum webmail, charter communications | spectrum.net spectrum.com charter.com
Cox | cox communications, cox webmail | cox.com cox.net
CenturyLink | centurylink | centurylink.com lumen.com
Rogers | rogers communications, rogers yahoo | rogers.com
Bell Canada | bell canada, bell aliant | bell.ca bell.net
Telus | telus | telus.com
Shaw | shaw webmail, shaw communications | shaw.ca
BT | bt group, british telecommunications, btinternet, bt email | bt.com btinternet.com
EE | ee limited, ee mobile | ee.co.uk
O2 | o2 online, o2 account, telefónica uk | o2.co.uk o2.de o2online.de telefonica.de
Vodafone | vodafone | vodafone.com vodafone.co.uk vodafone.de vodafone.it vodafone.es vodafone.pt vodafone-ip.de
Three UK | three uk, hutchison 3g | three.co.uk
Virgin Media | virgin media, virginmedia | virginmedia.com
Sky | sky account, sky id, sky uk | sky.com
TalkTalk | talktalk | talktalk.co.uk talktalk.net
Optus | optus | optus.com.au optusnet.com.au
Telstra | telstra, bigpond | telstra.com telstra.com.au bigpond.com
Three Ireland | three ireland | three.ie
Eir | eir mail | eir.ie
Bank of Ireland | bank of ireland, 365 online | bankofireland.com 365online.com
AIB | allied irish banks, aib internet banking | aib.ie
Permanent TSB | permanent tsb | permanenttsb.ie
eBay | ebay | ebay.com ebay.co.uk ebay.de ebay.fr ebay.it ebay.es ebay.com.au ebay.ca ebaystatic.com ebayimg.com kleinanzeigen.de
Kleinanzeigen | kleinanzeigen | kleinanzeigen.de ebay-kleinanzeigen.de
Etsy | etsy | etsy.com etsystatic.com
Walmart | walmart | walmart.com walmartimages.com
Target | target corporation, target circle | target.com
Costco | costco | costco.com costco.ca
Best Buy | best buy, bestbuy | bestbuy.com
Home Depot | home depot | homedepot.com homedepot.ca
Lowe's | lowe's | lowes.com
IKEA | ikea | ikea.com
Lidl | lidl | lidl.com lidl.de lidl.fr lidl.co.uk
Aldi | aldi | aldi.com aldi.us aldi.co.uk aldi-sued.de aldi-nord.de
Tesco | tesco clubcard, tesco bank | tesco.com tescobank.com
Decathlon | decathlon | decathlon.fr decathlon.com decathlon.de
Zalando | zalando | zalando.com zalando.de zalando.fr
Shein | shein | shein.com
Temu | temu | temu.com
Nike | nike | nike.com
Adidas | adidas | adidas.com adidas.de adidas.co.uk adidas-group.com
Booking.com | booking.com | booking.com bstatic.com
Airbnb | airbnb | airbnb.com airbnb.co.uk airbnb.de airbnb.fr
Expedia | expedia | expedia.com
Tripadvisor | tripadvisor | tripadvisor.com
Uber | uber eats, uber technologies | uber.com ubereats.com
Delta | delta air lines, skymiles | delta.com
Badoo | badoo | badoo.com
Tinder | tinder | tinder.com gotinder.com
OnlyFans | onlyfans | onlyfans.com
DeviantArt | deviantart | deviantart.com deviantartsupport.com
Quora | quora | quora.com quoracdn.net
Patreon | patreon | patreon.com
Medium | medium corporation | medium.com
ChatGPT | chatgpt, openai | openai.com chatgpt.com
Canva | canva | canva.com
Notion | notion labs | notion.so notion.com notion-static.com notion.site
Trello | trello | trello.com
Figma | figma | figma.com
SendGrid | sendgrid | sendgrid.com twilio.com
Square | square inc, squareup | squareup.com square.com
ADP | adp workforce, automatic data processing | adp.com
Workday | myworkday | workday.com myworkday.com
Paychex | paychex | paychex.com
Indeed | indeed.com | indeed.com
H&R Block | h&r block | hrblock.com
Credit Karma | credit karma | creditkarma.com
Experian | experian | experian.com experian.co.uk
Equifax | equifax | equifax.com
TransUnion | transunion | transunion.com
Geek Squad | geek squad | geeksquad.com bestbuy.com
Stack Overflow | stack overflow, stackoverflow | stackoverflow.com stackexchange.com sstatic.net
MediaFire | mediafire | mediafire.com
Myspace | myspace | myspace.com myspacecdn.com
Subito | subito.it | subito.it
Pornhub | pornhub | pornhub.com phncdn.com
Tumblr | tumblr | tumblr.com
Vimeo | vimeo | vimeo.com
SoundCloud | soundcloud | soundcloud.com
Evernote | evernote | evernote.com
Deezer | deezer | deezer.com
Crunchyroll | crunchyroll | crunchyroll.com
Duolingo | duolingo | duolingo.com
Glassdoor | glassdoor | glassdoor.com
Craigslist | craigslist | craigslist.org
Groupon | groupon | groupon.com
DoorDash | doordash | doordash.com
Instacart | instacart | instacart.com
Ticketmaster | ticketmaster | ticketmaster.com
StubHub | stubhub | stubhub.com
Weibo | weibo, 微博 | weibo.com weibo.cn
Baidu | baidu, 百度 | baidu.com
Bumble | bumble dating | bumble.com
OkCupid | okcupid | okcupid.com
Gumtree | gumtree | gumtree.com gumtree.com.au
Marktplaats | marktplaats | marktplaats.nl
Wallapop | wallapop | wallapop.com
Blocket | blocket | blocket.se
Ricardo | ricardo.ch | ricardo.ch
willhaben | willhaben | willhaben.at
Carousell | carousell | carousell.com carousell.sg
dubizzle | dubizzle | dubizzle.com
OfferUp | offerup | offerup.com
Poshmark | poshmark | poshmark.com
Depop | depop | depop.com
StockX | stockx | stockx.com
Sony | sony entertainment network | sony.com sonyentertainmentnetwork.com
TeamViewer | teamviewer | teamviewer.com
AnyDesk | anydesk | anydesk.com
OurTime | ourtime, our time dating | ourtime.com ourtime.co.uk peoplemedia.com
Match.com | match.com | match.com
Zoosk | zoosk | zoosk.com
RuneScape | runescape, old school runescape | runescape.com jagex.com
Bank of the West | bank of the west, bankofthewest | bankofthewest.com
Aetna | aetna | aetna.com
Suncorp | suncorp | suncorp.com.au suncorpbank.com.au
Alliance Bank | alliance bank malaysia, allianceonline | alliancebank.com.my allianceonline.com.my
Bittrex | bittrex | bittrex.com
Diamond Bank | diamond bank | diamondbank.com
SF Express | sf express, sf-express, 顺丰 | sf-express.com sf-international.com
Etisalat | etisalat, e& uae | etisalat.ae
BRED | bred banque populaire | bred.fr
First Investment Bank | fibank | fibank.bg
Bangkok Bank | bangkok bank | bangkokbank.com
Air Canada | air canada, aeroplan | aircanada.com aeroplan.com
Mimecast | mimecast | mimecast.com
CareerBuilder | careerbuilder | careerbuilder.com
Blackboard | blackboard learn | blackboard.com
Habbo | habbo | habbo.com sulake.com
Accurint | accurint | accurint.com
VirusTotal | virustotal | virustotal.com
Emirates Islamic | emirates islamic | emiratesislamic.ae
First Abu Dhabi Bank | first abu dhabi bank, bankfab | bankfab.com
Abu Dhabi Commercial Bank | adcb | adcb.com
Mashreq | mashreq | mashreqbank.com mashreq.com
Qatar National Bank | qnb | qnb.com
Saudi National Bank | alahli bank, snb alahli | alahli.com
SABB | sabb | sabb.com
Riyad Bank | riyad bank | riyadbank.com
Absher | absher, أبشر | absher.sa
Aramex | aramex | aramex.com
Saudi Post | saudi post, splonline, سبل | splonline.com.sa
STC | stc pay | stc.com.sa stcpay.com.sa
NBE | national bank of egypt | nbe.com.eg
Banque Misr | banque misr | banquemisr.com
Access Bank | access bank plc | accessbankplc.com
Zenith Bank | zenith bank | zenithbank.com
First Bank of Nigeria | firstbank nigeria | firstbanknigeria.com
UBA | united bank for africa | ubagroup.com
Equity Bank | equity bank | equitygroupholdings.com
KCB | kcb bank | kcbgroup.com
Safaricom | safaricom, m-pesa | safaricom.co.ke safaricom.com
MTN | mtn group, mtn mobile money | mtn.com mtn.co.za
Vodacom | vodacom | vodacom.co.za
SARS | south african revenue service, sars efiling | sars.gov.za sarsefiling.co.za
South African Post Office | south african post office | postoffice.co.za
Canara Bank | canara bank | canarabank.com canarabank.in canarabank.bank.in
Bank of Baroda | bank of baroda | bankofbaroda.in bankofbaroda.com bankofbaroda.bank.in
Yes Bank | yes bank | yesbank.in
IndusInd Bank | indusind | indusind.com
IDFC First Bank | idfc first bank | idfcfirstbank.com
UIDAI | uidai, aadhaar | uidai.gov.in
IRCTC | irctc | irctc.co.in
Bajaj Finserv | bajaj finserv | bajajfinserv.in
Amana Bank | amana bank | amanabank.lk
Krungthai Bank | krungthai | krungthai.com
Thailand Post | thailand post | thailandpost.co.th thailandpost.com
Vietnam Post | vnpost, vietnam post | vnpost.vn
Techcombank | techcombank | techcombank.com techcombank.com.vn
BIDV | bidv | bidv.com.vn
VietinBank | vietinbank | vietinbank.vn
BDO | bdo unibank | bdo.com.ph
BPI | bank of the philippine islands | bpi.com.ph
GCash | gcash | gcash.com
Metrobank | metrobank philippines | metrobank.com.ph
BNI | bank negara indonesia | bni.co.id
Pos Indonesia | pos indonesia | posindonesia.co.id
Gojek | gojek, gopay | gojek.com
Tokopedia | tokopedia | tokopedia.com
Pos Malaysia | pos malaysia, poslaju | pos.com.my
RHB | rhb bank | rhbgroup.com
Hong Leong Bank | hong leong bank | hlb.com.my
HSBC Hong Kong | hang seng bank | hangseng.com
Hongkong Post | hongkong post | hongkongpost.hk
Chunghwa Post | chunghwa post, 中華郵政 | post.gov.tw
Cathay United Bank | cathay united bank, 國泰世華 | cathaybk.com.tw
CTBC Bank | ctbc bank, 中國信託 | ctbcbank.com
KB Kookmin Bank | kookmin bank, 국민은행 | kbstar.com
Shinhan Bank | shinhan bank, 신한은행 | shinhan.com
Woori Bank | woori bank, 우리은행 | wooribank.com
Korea Post | korea post, 우체국 | epost.go.kr koreapost.go.kr
CJ Logistics | cj logistics, cj대한통운 | cjlogistics.com
Coupang | coupang, 쿠팡 | coupang.com
Upbit | upbit | upbit.com
Bithumb | bithumb | bithumb.com
Line Pay | line pay | pay.line.me
Japan Tax Agency | 国税庁, e-tax | nta.go.jp e-tax.nta.go.jp
JR East | えきねっと, eki-net | eki-net.com jreast.co.jp
Synchrony | synchrony bank | synchrony.com synchronybank.com syf.com
Santander Consumer | santander consumer | santanderconsumer.com
First Citizens | first citizens bank | firstcitizens.com
Comerica | comerica | comerica.com
Zions Bank | zions bank | zionsbank.com
Frost Bank | frost bank | frostbank.com
SoFi | sofi | sofi.com
Marcus | marcus by goldman sachs | marcus.com
Goldman Sachs | goldman sachs | gs.com goldmansachs.com
Morgan Stanley | morgan stanley | morganstanley.com
TIAA | tiaa | tiaa.org
Empower | empower retirement | empower.com empower-retirement.com
Bank Millennium | bank millennium | bankmillennium.pl
Alior Bank | alior bank | aliorbank.pl
ING Bank Śląski | ing bank śląski | ingbank.pl
Credit Agricole Polska | credit agricole bank polska | credit-agricole.pl
BLIK | blik mobile payments | blik.com
Komerční banka | komerční banka | kb.cz
Air Bank | air bank | airbank.cz
Moneta | moneta money bank | moneta.cz
Česká pošta | česká pošta | ceskaposta.cz postaonline.cz
Slovenská sporiteľňa | slovenská sporiteľňa | slsp.sk
Tatra banka | tatra banka | tatrabanka.sk
Slovenská pošta | slovenská pošta | posta.sk
Erste Bank Hungary | erste bank hungary | erstebank.hu
K&H Bank | k&h bank | kh.hu
BCR | banca comercială română | bcr.ro
BRD | brd groupe société générale | brd.ro
Banca Transilvania | banca transilvania | bancatransilvania.ro btrl.ro
Poșta Română | poșta română, fan courier | posta-romana.ro fancourier.ro
UniCredit Bulbank | bulbank | unicreditbulbank.bg
Econt | econt, еконт | econt.com
Speedy | speedy.bg | speedy.bg
National Bank of Greece | national bank of greece, εθνική τράπεζα | nbg.gr
Piraeus Bank | piraeus bank, τράπεζα πειραιώς | piraeusbank.gr
Alpha Bank | alpha bank | alpha.gr
Eurobank | eurobank | eurobank.gr
ELTA | ελτα, hellenic post | elta.gr elta-courier.gr
Millennium bcp | millenniumbcp, millennium bcp | millenniumbcp.pt
Caixa Geral de Depósitos | caixa geral de depósitos, caixadirecta | cgd.pt caixadirecta.pt
Novo Banco | novo banco, novobanco | novobanco.pt
Banco BPI | banco bpi | bancobpi.pt
MB WAY | mb way, mbway | mbway.pt
Autoridade Tributária | autoridade tributária, portal das finanças | portaldasfinancas.gov.pt
EDP | edp comercial | edp.pt edp.com
Endesa | endesa | endesa.com
Iberdrola | iberdrola | iberdrola.es
Kutxabank | kutxabank | kutxabank.es
Unicaja | unicaja | unicajabanco.es
Abanca | abanca | abanca.com
Ibercaja | ibercaja | ibercaja.es
DGT | dirección general de tráfico | dgt.es dgt.gob.es
Bizum | bizum | bizum.es
SEUR | seur | seur.com
MRW | mrw | mrw.es
Enel | enel energia | enel.it
Fineco | finecobank, fineco | fineco.it finecobank.com
Mediolanum | banca mediolanum | bancamediolanum.it
Monte dei Paschi | monte dei paschi | gruppomps.it mps.it
Libero | libero mail | libero.it
Tiscali | tiscali mail | tiscali.it
BRT | brt corriere espresso, bartolini | brt.it
Telepass | telepass | telepass.com
SPID | spid identità digitale | spid.gov.it
EDF | edf bleu ciel | edf.fr
Engie | engie | engie.fr engie.com
Mondial Relay | mondial relay | mondialrelay.fr mondialrelay.com
Colis Privé | colis privé | colisprive.fr colisprive.com
CAF | caisse d'allocations familiales | caf.fr
FranceConnect | franceconnect | franceconnect.gouv.fr
Fortuneo | fortuneo | fortuneo.fr
Carrefour | carrefour banque | carrefour.fr carrefour.com
Fnac | fnac | fnac.com
Cdiscount | cdiscount | cdiscount.com
SNCF | sncf connect | sncf.com sncf-connect.com
Norisbank | norisbank | norisbank.de
Deutsche Bahn | deutsche bahn | bahn.de deutschebahn.com
Bundesfinanzministerium | bundeszentralamt für steuern | bzst.de bundesfinanzministerium.de
freenet | freenet mail | freenet.de freenet.ag
Otto | otto versand | otto.de
PAYBACK | payback punkte | payback.de
Klarmobil | klarmobil | klarmobil.de
A1 | a1 telekom austria | a1.net
Magenta Telekom | magenta telekom | magenta.at
easybank | easybank | easybank.at
ÖGK | österreichische gesundheitskasse | gesundheitskasse.at
Migros Bank | migros bank | migrosbank.ch
Zürcher Kantonalbank | zürcher kantonalbank | zkb.ch
TWINT | twint | twint.ch
SBB | sbb cff ffs | sbb.ch
Bunq | bunq | bunq.com
Knab | knab | knab.nl
Ziggo | ziggo | ziggo.nl
bol | bol.com | bol.com
CJIB | centraal justitieel incassobureau | cjib.nl
Crelan | crelan | crelan.be
AXA Bank Belgium | axa bank | axabank.be
Telenet | telenet mail | telenet.be
FOD Financiën | fod financiën, spf finances, myminfin | minfin.fgov.be myminfin.be
Sbanken | sbanken | sbanken.no
SpareBank 1 | sparebank 1 | sparebank1.no
Vipps | vipps | vipps.no
Telenor | telenor | telenor.no telenor.se telenor.com
Telia | telia | telia.se telia.com telia.fi telia.no
Skatteetaten | skatteetaten | skatteetaten.no
Skatteverket | skatteverket | skatteverket.se
Skat | skattestyrelsen | skat.dk
Nets | nets danmark | nets.eu nets.dk
Länsförsäkringar | länsförsäkringar | lansforsakringar.se
Tradera | tradera | tradera.com
Posti | posti group | posti.fi
Matkahuolto | matkahuolto | matkahuolto.fi
S-Pankki | s-pankki, s-bank | s-pankki.fi
Vero | verohallinto | vero.fi
Omniva | omniva | omniva.ee omniva.lv omniva.lt
Luminor | luminor | luminor.ee luminor.lv luminor.lt
Šiaulių bankas | šiaulių bankas | sb.lt
Nova Poshta | nova poshta, нова пошта | novaposhta.ua novapost.com
Diia | дія, diia | diia.gov.ua
Rozetka | rozetka | rozetka.com.ua
Alfa-Bank | альфа-банк, alfabank | alfabank.ru
Gazprombank | газпромбанк | gazprombank.ru
Russian Post | почта россии | pochta.ru
CDEK | cdek, сдэк | cdek.ru
BlaBlaCar | blablacar | blablacar.com blablacar.fr blablacar.ru
Odnoklassniki | odnoklassniki, одноклассники | ok.ru odnoklassniki.ru
Belpost | belpost, белпочта | belpost.by
Kufar | kufar | kufar.by
Kaspi | kaspi.kz, kaspi bank | kaspi.kz
Halyk Bank | halyk bank | halykbank.kz
Yapı Kredi | yapı kredi, yapikredi | yapikredi.com.tr
VakıfBank | vakıfbank, vakifbank | vakifbank.com.tr
Halkbank | halkbank | halkbank.com.tr
Denizbank | denizbank | denizbank.com
QNB Finansbank | finansbank | qnb.com.tr qnbfinansbank.com
PTT | ptt kargo | ptt.gov.tr
Trendyol | trendyol | trendyol.com
Hepsiburada | hepsiburada | hepsiburada.com
Papara | papara | papara.com
Turkcell | turkcell | turkcell.com.tr
Bank Hapoalim | bank hapoalim, בנק הפועלים | bankhapoalim.co.il
Bank Leumi | bank leumi, בנק לאומי | leumi.co.il bankleumi.co.il
Isracard | isracard, ישראכרט | isracard.co.il
Banco Azteca | banco azteca | bancoazteca.com.mx
Correos de México | correos de méxico | correosdemexico.gob.mx
Telcel | telcel | telcel.com
Liverpool México | liverpool departamental | liverpool.com.mx
Scotiabank Chile | scotiabank chile | scotiabankchile.cl
Falabella | falabella | falabella.com falabella.cl bancofalabella.cl
Chilexpress | chilexpress | chilexpress.cl
Correos de Chile | correoschile | correos.cl
Servicio de Impuestos Internos | servicio de impuestos internos | sii.cl
Scotiabank Perú | scotiabank perú | scotiabank.com.pe
BBVA Perú | bbva perú | bbva.pe
SUNAT | sunat | sunat.gob.pe
Nequi | nequi | nequi.com.co
Banco de Bogotá | banco de bogotá | bancodebogota.com
DIAN | dian muisca | dian.gov.co
Servientrega | servientrega | servientrega.com
Banco de la Nación Argentina | banco nación | bna.com.ar
Santander Argentina | santander argentina | santander.com.ar
Macro | banco macro | macro.com.ar
AFIP | afip | afip.gob.ar arca.gob.ar
Correo Argentino | correo argentino | correoargentino.com.ar
Banco General | banco general panamá | bgeneral.com
BAC Credomatic | bac credomatic | baccredomatic.com
Banco Nacional de Costa Rica | banco nacional de costa rica | bncr.fi.cr
Banco Popular Dominicano | banco popular dominicano | popularenlinea.com
Banreservas | banreservas | banreservas.com
Banco de Venezuela | banco de venezuela | bancodevenezuela.com
Banesco | banesco | banesco.com
Banco Guayaquil | banco guayaquil | bancoguayaquil.com
Sicredi | sicredi | sicredi.com.br
Sicoob | sicoob | sicoob.com.br
Banrisul | banrisul | banrisul.com.br
BTG Pactual | btg pactual | btgpactual.com
XP Investimentos | xp investimentos | xpi.com.br
Neon | banco neon | neon.com.br
C6 Bank | c6 bank | c6bank.com.br
PicPay | picpay | picpay.com
Receita Federal | receita federal | receita.fazenda.gov.br
Detran SP | detran | detran.sp.gov.br
iFood | ifood | ifood.com.br
Casas Bahia | casas bahia | casasbahia.com.br casasbahia-imagens.com.br
Vivo | vivo telefônica | vivo.com.br
Claro | claro brasil | claro.com.br
Raydium | raydium | raydium.io
Jupiter Exchange | jupiter exchange, jup.ag | jup.ag
Magic Eden | magic eden | magiceden.io magiceden.us
Blur | blur.io | blur.io
LooksRare | looksrare | looksrare.org
Rarible | rarible | rarible.com
Arbitrum | arbitrum | arbitrum.io arbitrum.foundation
Optimism | optimism foundation | optimism.io
zkSync | zksync | zksync.io zknation.io
StarkNet | starknet | starknet.io
Polygon | polygon technology, polygon labs | polygon.technology
Avalanche | avalanche wallet | avax.network core.app
Solana | solana foundation | solana.com solana.org
Cardano | daedalus wallet, cardano foundation | cardano.org daedaluswallet.io
Polkadot | polkadot.js, polkadot network | polkadot.network polkadot.com
Cosmos | cosmos network | cosmos.network
Ripple | ripplenet, xrp ledger | ripple.com xrpl.org
Stargate | stargate finance | stargate.finance
LayerZero | layerzero | layerzero.network layerzero.foundation
EigenLayer | eigenlayer | eigenlayer.xyz
Pendle | pendle finance | pendle.finance
Ethena | ethena | ethena.fi
GMX Exchange | gmx.io | gmx.io
dYdX | dydx | dydx.exchange dydx.trade
Synthetix | synthetix | synthetix.io
Compound | compound finance | compound.finance
MakerDAO | makerdao | makerdao.com sky.money
Balancer | balancer finance | balancer.fi balancer.finance
Zapper | zapper.fi | zapper.fi zapper.xyz
Zerion | zerion | zerion.io
Rainbow Wallet | rainbow wallet, rainbow.me | rainbow.me
Argent | argent wallet | argent.xyz
Safe Wallet | gnosis safe | safe.global gnosis-safe.io
Coin98 | coin98 | coin98.com
Math Wallet | mathwallet | mathwallet.org
Yoroi | yoroi | yoroi-wallet.com
Xaman | xaman, xumm | xaman.app xumm.app
Backpack | backpack wallet, backpack exchange | backpack.app backpack.exchange
Petra | petra wallet | petra.app
Sui Wallet | sui wallet | sui.io
TronLink | tronlink | tronlink.org
BitMart | bitmart | bitmart.com
LBank | lbank | lbank.com
CoinEx | coinex | coinex.com
Poloniex | poloniex | poloniex.com
BingX | bingx | bingx.com
Phemex | phemex | phemex.com
Bitvavo | bitvavo | bitvavo.com
BTCTurk | btcturk | btcturk.com
Coinsbit | coinsbit | coinsbit.io
CoinMarketCap | coinmarketcap | coinmarketcap.com
CoinGecko | coingecko | coingecko.com
Pump.fun | pump.fun | pump.fun
Azuki | azuki nft | azuki.com
Bored Ape Yacht Club | bored ape yacht club, yuga labs, otherside | boredapeyachtclub.com yuga.com otherside.xyz apecoin.com
Pudgy Penguins | pudgy penguins | pudgypenguins.com
Moonbirds | moonbirds | moonbirds.xyz proof.xyz
Ubuntu One | ubuntu one | ubuntu.com canonical.com ubuntu-mate.org
IBM | ibm cloud | ibm.com
Oracle | oracle cloud, oracle account | oracle.com oraclecloud.com
SAP Concur | concur solutions, sap concur | concur.com concursolutions.com
Zendesk | zendesk | zendesk.com zdassets.com
ServiceNow | servicenow | servicenow.com service-now.com
Egnyte | egnyte | egnyte.com
Box | box.com, box account | box.com boxcdn.net
Citrix ShareFile | sharefile | sharefile.com
DocSend | docsend | docsend.com
PandaDoc | pandadoc | pandadoc.com pandadoc-static.com
SignNow | signnow | signnow.com
Proofpoint | proofpoint | proofpoint.com pphosted.com
Barracuda | barracuda networks | barracuda.com barracudanetworks.com
Squarespace | squarespace | squarespace.com
Wix | wix.com | wix.com wixstatic.com
Weebly | weebly | weebly.com
Gandi | gandi.net | gandi.net
Hetzner | hetzner | hetzner.com hetzner.de your-server.de
DigitalOcean | digitalocean | digitalocean.com
Bluehost | bluehost | bluehost.com
HostGator | hostgator | hostgator.com
DreamHost | dreamhost | dreamhost.com
Mail.com | mail.com | mail.com
Fastmail | fastmail | fastmail.com messagingengine.com
Tutanota | tutanota, tuta mail | tuta.com tutanota.com tutanota.de
WP Poczta | wp poczta, wirtualna polska | wp.pl
Onet | onet poczta | onet.pl
Interia | interia poczta | interia.pl
Seznam | seznam.cz, seznam email | seznam.cz email.cz
Comcast Business | comcast business | business.comcast.com
Frontier | frontier communications | frontier.com
Mediacom | mediacom | mediacomcable.com
EarthLink | earthlink | earthlink.net
Windstream | windstream | windstream.net windstream.com
Sasktel | sasktel | sasktel.com sasktel.net
Videotron | videotron | videotron.com
Plusnet | plusnet | plus.net
NordVPN | nordvpn, nord account | nordvpn.com nordaccount.com nordpass.com
ExpressVPN | expressvpn | expressvpn.com
Trend Micro | trend micro | trendmicro.com
Bitdefender | bitdefender | bitdefender.com
ESET | eset nod32 | eset.com
AVG | avg antivirus | avg.com
Webroot | webroot | webroot.com
CCleaner | ccleaner | ccleaner.com
Opera | opera browser | opera.com
Mozilla | mozilla firefox, firefox account | mozilla.org firefox.com mozilla.com
Brave | brave browser | brave.com
HP | hp support, hewlett-packard | hp.com
Lenovo | lenovo | lenovo.com
Canon | canon printer | canon.com canon-europe.com
Epson | epson | epson.com
Brother | brother printer | brother.com brother-usa.com
Rockstar Games | rockstar games, social club | rockstargames.com
Faceit | faceit | faceit.com faceit-cdn.net
CSGOEmpire | csgoempire | csgoempire.com
Skinport | skinport | skinport.com
Wargaming | wargaming.net, world of tanks | wargaming.net worldoftanks.com worldoftanks.eu
Supercell | supercell id, clash of clans, brawl stars | supercell.com brawlstars.com clashofclans.com
Activision | activision, call of duty | activision.com callofduty.com
Neopets | neopets | neopets.com
Claude | claude.ai, anthropic | claude.ai anthropic.com claude.com
DeepSeek | deepseek | deepseek.com
Perplexity | perplexity.ai | perplexity.ai
Midjourney | midjourney | midjourney.com
American Airlines | american airlines, aadvantage | aa.com
United Airlines | united airlines, mileageplus | united.com
Southwest | southwest airlines | southwest.com
British Airways | british airways | britishairways.com
Lufthansa | lufthansa | lufthansa.com
Ryanair | ryanair | ryanair.com
easyJet | easyjet | easyjet.com
Emirates | emirates airline, skywards | emirates.com
Qantas | qantas | qantas.com qantas.com.au
Marriott | marriott bonvoy | marriott.com
Hilton | hilton honors | hilton.com
Agoda | agoda | agoda.com
Vrbo | vrbo | vrbo.com
Lyft | lyft | lyft.com
Bolt | bolt eu | bolt.eu
Deliveroo | deliveroo | deliveroo.co.uk deliveroo.com deliveroo.fr
Just Eat | just eat, lieferando, takeaway.com | just-eat.co.uk just-eat.com lieferando.de takeaway.com
Glovo | glovo | glovoapp.com
Wolt | wolt | wolt.com
Starbucks | starbucks | starbucks.com
McDonald's | mcdonald's, mcdonalds | mcdonalds.com
Sam's Club | sam's club, samsclub | samsclub.com
Kroger | kroger | kroger.com
CVS | cvs pharmacy | cvs.com
Walgreens | walgreens | walgreens.com
Macy's | macy's, macys | macys.com
Kohl's | kohl's, kohls | kohls.com
Nordstrom | nordstrom | nordstrom.com
Wayfair | wayfair | wayfair.com
AliExpress | aliexpress | aliexpress.ru
ASOS | asos | asos.com
H&M | h&m | hm.com
Zara | zara | zara.com
Sephora | sephora | sephora.com
Argos | argos | argos.co.uk
Currys | currys | currys.co.uk
John Lewis | john lewis | johnlewis.com
Sainsbury's | sainsbury's, sainsburys | sainsburys.co.uk
Asda | asda | asda.com
Morrisons | morrisons | morrisons.com
Boots | boots uk | boots.com
Woolworths | woolworths rewards | woolworths.com.au
Coles | coles flybuys | coles.com.au
Linkt | linkt tolls | linkt.com.au
Service NSW | service nsw | service.nsw.gov.au
Medicare | medicare australia, services australia | servicesaustralia.gov.au
Medicare US | medicare.gov | medicare.gov cms.gov
ID.me | id.me | id.me
Login.gov | login.gov | login.gov
DMV California | california dmv | dmv.ca.gov
TxTag | txtag | txtag.org
FasTrak | fastrak | bayareafastrak.org thetollroads.com
Toll By Plate | turnpike toll by plate | floridasturnpike.com
NZ Post | nz post | nzpost.co.nz
Inland Revenue | inland revenue new zealand | ird.govt.nz
Waka Kotahi | waka kotahi | nzta.govt.nz
Revenue Ireland | revenue.ie, revenue online service | revenue.ie ros.ie
Eflow | eflow | eflow.ie
TV Licensing | tv licensing | tvlicensing.co.uk
Student Loans Company | student finance england | slc.co.uk
British Gas | british gas | britishgas.co.uk
Octopus Energy | octopus energy | octopus.energy
EON Next | e.on next, eon next | eonnext.com
Vinted Go | vinted go | vintedgo.com
Parcelforce | parcelforce | parcelforce.com
Yodel | yodel delivery | yodel.co.uk
Purolator | purolator | purolator.com
LaserShip | ontrac, lasership | ontrac.com lasership.com
StarTrack | startrack | startrack.com.au
Poste Maroc | barid al-maghrib | poste.ma
Attijariwafa | attijariwafa | attijariwafabank.com attijarinet.ma
Orange Money | orange money | orange.ci orangemoney.orange.ci
`;
