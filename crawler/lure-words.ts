/**
 * Words of controls that lures are made of, lower case, with how much they promise. Languages: en, de, fr,
 * es, pt, it, nl, pl, tr, ru, ja, zh. Date: 2026-11.
 */
export const lureWords: readonly (readonly [string, number])[] = [
  ["i'm not a robot", 6], ['i am not a robot', 6], ['not a robot', 6], ['i am human', 6], ['verify you are human', 6], ['ich bin kein roboter', 6], ['je ne suis pas un robot', 6], ['no soy un robot', 6], ['não sou um robô', 6], ['non sono un robot', 6], ['я не робот', 6], ['私はロボットではありません', 6], ['我不是机器人', 6],
  ['verify', 5], ['verifizieren', 5], ['bestätigen', 4], ['vérifier', 5], ['verificar', 5], ['verifica', 5], ['weryfikuj', 5], ['doğrula', 5], ['проверить', 5], ['подтвердить', 5], ['確認', 4], ['验证', 5],
  ['copy', 5], ['kopieren', 5], ['copier', 5], ['copiar', 5], ['copia', 5], ['kopiuj', 5], ['kopyala', 5], ['копировать', 5], ['コピー', 5], ['复制', 5], ['how to fix', 5], ['fix', 4], ['beheben', 4], ['réparer', 4], ['reparar', 4], ['исправить', 4], ['修复', 4],
  ['download', 5], ['herunterladen', 5], ['télécharger', 5], ['descargar', 5], ['baixar', 5], ['scarica', 5], ['pobierz', 5], ['indir', 4], ['скачать', 5], ['ダウンロード', 5], ['下载', 5], ['update now', 5], ['update', 4], ['aktualisieren', 4], ['install', 4],
  ['allow', 4], ['zulassen', 4], ['autoriser', 4], ['permitir', 4], ['consenti', 4], ['разрешить', 4], ['許可', 4], ['允许', 4],
  ['continue', 4], ['weiter', 4], ['fortfahren', 4], ['continuer', 4], ['continuar', 4], ['continua', 4], ['doorgaan', 4], ['kontynuuj', 4], ['devam', 4], ['продолжить', 4], ['続ける', 4], ['继续', 4], ['proceed', 4], ['next', 3], ['suivant', 3], ['siguiente', 3], ['próximo', 3], ['avanti', 3], ['dalej', 3], ['далее', 3], ['次へ', 3], ['下一步', 3],
  ['press and hold', 6], ['press & hold', 6], ['slide to continue', 5], ['slide to verify', 6], ['start', 3], ['get started', 3], ['view document', 4], ['open document', 4], ['view', 2], ['open', 2], ['claim', 4], ['connect wallet', 5], ['play', 2], ['click here', 3], ['ok', 2], ['show', 1],
];

/** Words on the button that agrees to a consent banner, lower case; the same languages, the same date. */
export const acceptWords: readonly string[] = [
  'accept all', 'accept', 'allow all', 'agree', 'i agree', 'got it', 'alle akzeptieren', 'akzeptieren', 'zustimmen', 'alle zulassen', 'tout accepter', 'accepter', "j'accepte", 'aceptar todo', 'aceptar', 'aceitar tudo', 'aceitar', 'accetta tutto', 'accetta', 'alles accepteren', 'accepteren', 'akceptuj', 'zaakceptuj', 'kabul et', 'принять', '同意', 'すべて許可', '接受',
];
