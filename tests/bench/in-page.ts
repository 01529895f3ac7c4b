/**
 * The stopwatch within a page, as text, since functions that the compiler adds are not known there. Times run from the person's action, as
 * the browser stamps it, until the next frame with its answer has been handed to the screen.
 */
export const stopwatch = `
  globalThis.stopwatch = (() => {
    const times = [];
    let awaited;
    const afterFrame = (then) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(0);
    });
    const shows = (text) => [...document.querySelectorAll('h1, h2')].some((one) => one.textContent.trim() === text);
    const note = ({ timeStamp }) => {
      const text = awaited;
      awaited = undefined;
      const look = () => afterFrame(() => {
        if (text === undefined || shows(text)) times.push(performance.now() - timeStamp);
        else look();
      });
      look();
    };
    for (const type of ['input', 'change', 'click']) addEventListener(type, note, true);
    const scroll = (frames, step) => new Promise((resolve) => {
      const lengths = [];
      let before;
      const next = (now) => {
        if (before !== undefined) lengths.push(now - before);
        before = now;
        if (lengths.length === frames) return resolve(lengths);
        scrollBy(0, step);
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });
    return {
      times,
      scroll,
      /** the next action counts as answered once a heading says this */
      until: (text) => { awaited = text; },
      /** what was measured since it was last forgotten; waits for the first */
      answered: () => new Promise((resolve, reject) => {
        const latest = performance.now() + 60_000;
        const look = () => {
          if (times.length > 0) resolve([...times]);
          else if (performance.now() > latest) reject(new Error('no answer to what was done'));
          else requestAnimationFrame(look);
        };
        look();
      }),
    };
  })();`;
