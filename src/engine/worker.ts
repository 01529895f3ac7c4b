/** The engine's own thread, so that a page never stutters. Every tab has one; the Web Lock lets one of them work. */
import { browserWorld } from './browser-world';
import { Engine } from './engine';

// reported, it reaches the page, which starts another worker
new Engine(browserWorld()).run(new AbortController().signal).catch(reportError);
