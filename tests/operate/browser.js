// SPDX-License-Identifier: GPL-2.0-or-later
// The browser of tests/operate/browser, which tells it by lines on its input what to do
// next ("STEP<tab>ARGUMENT..."), and to which it answers "ok ..." or "FAIL ...".
// usage: node tests/operate/browser.js URL USER PASSWORD FOLDER
'use strict';
const assert = require('node:assert/strict');
const path = require('node:path');
const readline = require('node:readline');
const { chromium } = require('playwright-core');
const axe = require.resolve('axe-core/axe.min.js');

const [url, username, password, folder] = process.argv.slice(2);
const HOSTILE = '<img src=x onerror="window.taken=1"><script>window.taken=1</script>\u202e"\'&';
const complaints = []; // of the browser: errors, what the policy forbade
const fallback = { timeout: 20000 };
let browser, page;

async function context(options) {
  const made = await browser.newContext({
    ignoreHTTPSErrors: true, httpCredentials: { username, password }, ...options,
  });
  return made.newPage();
}

const text = (selector) => page.locator(selector).innerText();
const row = (section, words) => page.locator(`#${section} tbody tr`, { hasText: words }).first();

async function contrast(scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.addScriptTag({ path: axe }).catch(() => {});
  const found = await page.evaluate(async () => {
    const { violations, passes } = await window.axe.run(document, { resultTypes: ['violations', 'passes'] });
    return { passes: passes.length, violations: violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`) };
  });
  assert.deepEqual(found.violations, []);
  return found.passes;
}

// A page of its own with axe in it, which the page's policy would not let in.
async function audit(scheme, viewport) {
  const before = page;
  page = await context({ bypassCSP: true, viewport, colorScheme: scheme });
  try {
    await open();
    return await contrast(scheme);
  } finally {
    await page.context().close();
    page = before;
  }
}

async function open() {
  const answer = await page.goto(url, { waitUntil: 'load' });
  assert.equal(answer.status(), 200);
  await page.locator('#live[data-state=live]').waitFor(fallback);
}

async function sideways() {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const boxes = [...document.querySelectorAll('.scroll')].filter((box) => box.scrollWidth > box.clientWidth);
    return wide + boxes.length;
  });
}

const steps = {
  async 'is not shown without the password'() {
    const stranger = await browser.newContext({ ignoreHTTPSErrors: true });
    const nobody = await stranger.newPage();
    const status = new Promise((done) => { nobody.on('response', (answer) => done(answer.status())); });
    await nobody.goto(url).catch(() => {}); // a browser without head asks nobody for a password
    assert.equal(await status, 401);
    await stranger.close();
  },

  async 'is shown to who signs in'() {
    page = await context({ viewport: { width: 1280, height: 900 } });
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await open();
    await page.evaluate(() => { window.loaded = 'once'; });
    assert.match(await text('#trunks'), /redsky[\s\S]*sip1\.redsky\.lab/);
  },

  // A word in a row, without the page being loaded anew.
  async 'shows live'(section, words, expected) {
    await row(section, words).filter({ hasText: new RegExp(expected) }).waitFor(fallback);
    assert.equal(await page.evaluate(() => window.loaded), 'once', 'the page was loaded anew');
  },

  async 'alarms'(expected) {
    await page.locator('#alarm-list li', { hasText: new RegExp(expected) }).first().waitFor(fallback);
    assert.match(await page.title(), /^\([0-9]+\)/);
  },

  async 'no longer alarms'(expected) {
    await page.locator('#alarm-list li', { hasText: new RegExp(expected) }).first().waitFor({ state: 'detached', ...fallback });
  },

  // What a screen reader speaks by itself.
  async 'tells who hears it'(expected) {
    const news = page.locator('#news[aria-live=polite]').filter({ hasText: new RegExp(expected) });
    await news.waitFor({ state: 'attached', ...fallback });
  },

  async 'is all there by the keyboard'() {
    await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to alarms');
    const seen = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return box.left >= 0 && box.width > 0 && getComputedStyle(document.activeElement).outlineStyle !== 'none';
    });
    assert.ok(seen, 'the link that has the focus is not seen');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'alarms');
    const order = [];
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const top = await page.evaluate(() => (document.activeElement === document.body ? null
        : document.activeElement.getBoundingClientRect().top + window.scrollY));
      if (top === null) break;
      order.push(top);
    }
    assert.ok(order.length > 0, 'nothing follows');
    assert.deepEqual(order, [...order].sort((a, b) => a - b), 'from top to bottom');
  },

  async 'has landmarks, headings and headers of tables'() {
    const found = await page.evaluate(() => ({
      landmarks: ['header', 'main', 'footer'].map((name) => document.querySelectorAll(`body > ${name}`).length),
      levels: [...document.querySelectorAll('h1, h2, h3')].map((h) => h.tagName).join(' '),
      tables: [...document.querySelectorAll('table')].filter((t) => t.rows.length)
        .every((t) => t.querySelectorAll('th[scope=col]').length > 2 && t.querySelectorAll('tbody th[scope=row]').length === t.tBodies[0].rows.length),
      language: document.documentElement.lang,
    }));
    assert.deepEqual(found, { landmarks: [1, 1, 1], levels: 'H1 H2 H2 H2 H2 H2 H2 H2', tables: true, language: 'en' });
  },

  async 'passes axe'(scheme, width) {
    const passes = await audit(scheme, { width: Number(width), height: 800 });
    assert.ok(passes > 20, `only ${passes} rules were looked at`);
  },

  async 'fits a telephone'() {
    const before = page;
    page = await context({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await open();
    assert.equal(await sideways(), 0, 'something is wider than 360 px');
    await page.screenshot({ path: path.join(folder, 'phone.png'), fullPage: true });
    await page.context().close();
    page = before;
  },

  // A status full of what is no text of ours.
  async 'makes text of whatever a caller sends'() {
    const before = page;
    page = await context();
    await page.route('**/status.json', async (route) => {
      const answer = await route.fetch();
      const status = await answer.json();
      status.trunks.list[0].trunk = HOSTILE;
      status.trunks.list[0].gateways.list[0].gateway = HOSTILE;
      status.calls = { count: 1, shown: 1, list: [{ from: HOSTILE, to: HOSTILE, state: HOSTILE, trunk: HOSTILE, target: HOSTILE, class: HOSTILE, started: status.time, answered: 0 }] };
      status.emergencies = { count: 1, shown: 1, list: [{ ...Object.fromEntries(['outcome', 'class', 'trunk', 'site', 'dialled', 'identity', 'caller', 'caller_source', 'target', 'gateway', 'attempts', 'ended_by'].map((name) => [name, HOSTILE])), test: false, code: 200, received: status.time, answered: 0, ended: 0 }] };
      status.alarms = { count: 1, shown: 1, list: [{ level: HOSTILE, about: HOSTILE, text: HOSTILE }] };
      status.near_misses = { count: 1, shown: 1, list: [{ source: HOSTILE, transport: HOSTILE, kind: HOSTILE, trunk: HOSTILE, reason: HOSTILE, times: 1, last: status.time }] };
      await route.fulfill({ response: answer, json: status });
    });
    await open();
    const found = await page.evaluate(() => ({
      taken: window.taken, made: document.querySelectorAll('main img, main script, body > img').length,
      texts: document.body.innerText.split('onerror=').length - 1,
    }));
    assert.equal(found.taken, undefined, 'a script of the caller ran');
    assert.equal(found.made, 0, "an element of the caller's was made");
    assert.ok(found.texts >= 15, `it is shown ${found.texts} times`);
    await page.context().close();
    page = before;
  },

  // The control of the step before: without the policy and with HTML made of text it would run.
  async 'would notice if HTML were made of it'() {
    const before = page;
    page = await context({ bypassCSP: true });
    await open();
    await page.evaluate((hostile) => { document.getElementById('news').innerHTML = hostile; }, HOSTILE);
    await page.waitForFunction(() => window.taken === 1, null, fallback);
    await page.context().close();
    page = before;
  },

  async 'runs no script but its own'() {
    const refused = await page.evaluate(() => new Promise((done) => {
      document.addEventListener('securitypolicyviolation', (event) => done(event.violatedDirective), { once: true });
      const inline = document.createElement('script');
      inline.textContent = 'window.taken = 1';
      document.body.append(inline);
      inline.remove();
    }));
    assert.match(refused, /^script-src/);
    assert.equal(await page.evaluate(() => window.taken), undefined);
    complaints.pop();
  },

  async 'says loudly that it is not live'() {
    await page.locator('#stale[role=alert]', { hasText: /does not answer\. What you see is [0-9]+ s old/ }).waitFor(fallback);
    assert.match(await page.title(), /^NOT LIVE/);
    assert.equal(await text('#live'), '✕ Not live');
    complaints.length = 0; // of the network
  },

  async 'is live again'() {
    await page.locator('#stale').waitFor({ state: 'hidden', ...fallback });
    assert.equal(await text('#live'), 'Live');
    assert.equal(await page.evaluate(() => window.loaded), 'once', 'the page was loaded anew');
    complaints.length = 0;
  },

  async 'says loudly that nobody is signed in any more'() {
    await page.route('**/status.json', (route) => route.fulfill({ status: 401, body: 'no' }));
    await page.locator('#stale', { hasText: /not signed in any more/ }).waitFor(fallback);
    await page.unroute('**/status.json');
    complaints.length = 0;
  },

  async 'has no complaint of the browser'() { assert.deepEqual(complaints, []); },

  async picture(name, scheme, width, height) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: Number(width), height: Number(height) });
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: height === '1' });
  },
};

async function main() {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  console.log('ready');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [step, ...words] = line.split('\t');
    try {
      await steps[step](...words);
      console.log(`ok ${[step, ...words].join(' ')}`);
    } catch (error) {
      await page?.screenshot({ path: path.join(folder, 'failed.png'), fullPage: true }).catch(() => {});
      console.log(`FAIL ${[step, ...words].join(' ')}: ${String(error.message ?? error).replace(/\s+/g, ' ').slice(0, 600)}`);
    }
  }
  await browser.close();
}

main().catch((error) => {
  console.log(`FAIL the browser: ${String(error).replace(/\s+/g, ' ').slice(0, 600)}`);
  process.exitCode = 1;
});
