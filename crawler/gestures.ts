import { lureScript } from './page-scripts.ts';
import type { Scene } from './collectors/contract.ts';
import type { Rest } from './settle.ts';

/**
 * What a visitor does: moves, scrolls, and, where the page shows nothing that asks for a secret, presses
 * the one control that it most wants pressed. At most `maxClicks`; never a button of a form that holds
 * data; a link to another page only where the page has hardly another control: what an ordinary page
 * shows is what is judged, not what it links to.
 */
const maxClicks = 2;
const mostControls = { here: Infinity, site: 3, elsewhere: 1 } as const;
const afterClickMs = 1500;
const quietMs = 80;

/**
 * Words of controls that lures are made of, lower case, with how much they promise. Languages: en, de, fr,
 * es, pt, it, nl, pl, tr, ru, ja, zh. Date: 2026-11.
 */
const words: readonly (readonly [string, number])[] = [
  ["i'm not a robot", 6], ['i am not a robot', 6], ['not a robot', 6], ['i am human', 6], ['verify you are human', 6], ['ich bin kein roboter', 6], ['je ne suis pas un robot', 6], ['no soy un robot', 6], ['não sou um robô', 6], ['non sono un robot', 6], ['я не робот', 6], ['私はロボットではありません', 6], ['我不是机器人', 6],
  ['verify', 5], ['verifizieren', 5], ['bestätigen', 4], ['vérifier', 5], ['verificar', 5], ['verifica', 5], ['weryfikuj', 5], ['doğrula', 5], ['проверить', 5], ['подтвердить', 5], ['確認', 4], ['验证', 5],
  ['copy', 5], ['kopieren', 5], ['copier', 5], ['copiar', 5], ['copia', 5], ['kopiuj', 5], ['kopyala', 5], ['копировать', 5], ['コピー', 5], ['复制', 5], ['how to fix', 5], ['fix', 4], ['beheben', 4], ['réparer', 4], ['reparar', 4], ['исправить', 4], ['修复', 4],
  ['download', 5], ['herunterladen', 5], ['télécharger', 5], ['descargar', 5], ['baixar', 5], ['scarica', 5], ['pobierz', 5], ['indir', 4], ['скачать', 5], ['ダウンロード', 5], ['下载', 5], ['update now', 5], ['update', 4], ['aktualisieren', 4], ['install', 4],
  ['allow', 4], ['zulassen', 4], ['autoriser', 4], ['permitir', 4], ['consenti', 4], ['разрешить', 4], ['許可', 4], ['允许', 4],
  ['continue', 4], ['weiter', 4], ['fortfahren', 4], ['continuer', 4], ['continuar', 4], ['continua', 4], ['doorgaan', 4], ['kontynuuj', 4], ['devam', 4], ['продолжить', 4], ['続ける', 4], ['继续', 4], ['proceed', 4], ['next', 3], ['suivant', 3], ['siguiente', 3], ['próximo', 3], ['avanti', 3], ['dalej', 3], ['далее', 3], ['次へ', 3], ['下一步', 3],
  ['start', 3], ['get started', 3], ['view document', 4], ['open document', 4], ['view', 2], ['open', 2], ['claim', 4], ['connect wallet', 5], ['play', 2], ['click here', 3], ['ok', 2], ['show', 1],
];
const source = lureScript(words);

/** What page/lure.js returns. */
interface Survey {
  readonly asks: boolean;
  readonly shown: number;
  readonly lures: readonly { readonly x: number; readonly y: number; readonly score: number; readonly text: string; readonly leads: 'here' | 'site' | 'elsewhere' }[];
}

/** `leftMs` is what the visit may still spend on watching. Ends early, and silently, where the page does not answer. */
export const makeGestures = async (scene: Scene, rest: Rest, leftMs: () => number): Promise<void> => {
  await moveAbout(scene);
  let pressed = '';
  for (let clicks = 0; clicks < maxClicks && leftMs() > 0; clicks++) {
    const survey = await lookForLures(scene);
    if (survey === null || survey.asks) break;
    const lure = survey.lures.find(({ leads, text }) => survey.shown <= mostControls[leads] && `${text}@${scene.page.url()}` !== pressed);
    if (lure === undefined) break;
    pressed = `${lure.text}@${scene.page.url()}`;
    await press(scene, lure.x, lure.y);
    await rest.reached(quietMs, Math.min(afterClickMs, leftMs()));
  }
  await tryLocks(scene);
  await rest.reached(quietMs, Math.min(scene.budget.dwellMs, leftMs()));
};

/** A page that does not answer within this is held by one of its scripts. */
const answerMs = 3000;

const moveAbout = async ({ cdp, profile, deadline }: Scene): Promise<void> => {
  const { width, height } = profile.viewport;
  const path = [[0.3, 0.35], [0.42, 0.41], [0.55, 0.5], [0.6, 0.62]] as const;
  const x = Math.round(width * 0.6);
  const y = Math.round(height * 0.62);
  // One flight: the page gets the events in order without a round trip between them.
  const moves = profile.touch
    ? [
        cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] }),
        cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y: y - 120 }] }),
        cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }),
      ]
    : [
        ...path.map(([right, down]) => cdp.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: Math.round(width * right), y: Math.round(height * down) })),
        cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY: 240 }),
      ];
  await deadline.within(answerMs, Promise.allSettled(moves));
};

const lookForLures = async ({ cdp, deadline }: Scene): Promise<Survey | null> => {
  const survey = async (): Promise<Survey | null> => {
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: '' });
    const { result } = await cdp.send('Runtime.evaluate', { expression: source, contextId: executionContextId, returnByValue: true });
    return typeof result.value === 'string' ? (JSON.parse(result.value) as Survey) : null; // lure.js returns this shape
  };
  return deadline.within(answerMs, survey().catch(() => null)); // the page moved on meanwhile
};

const press = async (scene: Scene, x: number, y: number): Promise<void> => {
  const { cdp, deadline, profile } = scene;
  scene.gestureAtMs ??= scene.atMs();
  const events = profile.touch
    ? [cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] }), cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })]
    : [
        cdp.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y }),
        cdp.send('Input.dispatchMouseEvent', { type: 'mousePressed', x, y, button: 'left', buttons: 1, clickCount: 1 }),
        cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', x, y, button: 'left', clickCount: 1 }),
      ];
  await deadline.within(answerMs, Promise.allSettled(events));
};

/** Pages that lock their visitor in stop the context menu and F12: press both, and see in page/observe.js whether the page stops them. */
const tryLocks = async ({ cdp, deadline, profile }: Scene): Promise<void> => {
  if (profile.touch) return;
  const key = { key: 'F12', code: 'F12', windowsVirtualKeyCode: 123, nativeVirtualKeyCode: 123 };
  await deadline.within(answerMs, Promise.allSettled([
    cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key }),
    cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }),
    cdp.send('Input.dispatchMouseEvent', { type: 'mousePressed', x: 3, y: 3, button: 'right', buttons: 2, clickCount: 1 }),
    cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', x: 3, y: 3, button: 'right', clickCount: 1 }),
  ]));
};
