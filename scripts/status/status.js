// SPDX-License-Identifier: GPL-2.0-or-later
// The status page: asks for /status.json every few seconds and shows it. Whatever comes
// from there is text; this file never makes HTML of it.
'use strict';

const EVERY = 3000;   // ms between two questions
const PATIENCE = 4000; // ms for an answer
const STALE = 9000;   // ms without one, until the page says so
const ROLES = { pbx: 'PBX', agent: 'agent', carrier: 'carrier', emergency: 'emergency' };

// A state: its sign, so that nobody depends on the colour, and how good it is.
const STATES = {
  up: ['✓', 'good'], answered: ['✓', 'good'], in_service: ['✓', 'good'],
  degraded: ['!', 'warn'], ringing: ['…', 'idle'], trying: ['…', 'idle'],
  registering: ['…', 'idle'], placed: ['…', 'idle'], received: ['…', 'idle'],
  down: ['✕', 'bad'], failed: ['✕', 'bad'], refused: ['⊘', 'warn'],
  unresolved: ['✕', 'bad'], unknown: ['?', 'idle'], ended: ['–', 'idle'],
  never: ['!', 'warn'], overdue: ['!', 'warn'], out_of_service: ['–', 'warn'],
};

const byId = (id) => document.getElementById(id);

// element(NAME, {PROPERTY: VALUE}, CHILD...): a child is an element or text.
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null && child !== ''));
  return made;
}

const words = (name) => name.replaceAll('_', ' ');

function state(name, more = '') {
  const [sign, kind] = STATES[name] ?? ['?', 'idle'];
  const mark = element('span', {}, `${sign} `);
  mark.setAttribute('aria-hidden', 'true');
  return element('span', { className: `state ${kind}` }, mark, words(name), more);
}

const small = (text) => (text ? element('span', { className: 'small' }, text) : '');

// --- times: the edge's clock, not this computer's ---

let skew = 0; // ms that the edge's clock is ahead

const edgeNow = () => (Date.now() + skew) / 1000;

function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 172800) return `${Math.floor(s / 3600)} h`;
  return `${Math.floor(s / 86400)} days`;
}

function say(time) {
  const text = time.dataset.before + span(edgeNow() - Number(time.dataset.at)) + time.dataset.after;
  if (time.textContent !== text) time.textContent = text;
}

// since(1795349000, 'for ', ''): goes on counting.
function since(at, before, after) {
  if (!at) return '';
  const time = element('time', { dateTime: new Date(at * 1000).toISOString() });
  Object.assign(time.dataset, { at, before, after });
  time.title = new Date(at * 1000).toLocaleString();
  say(time);
  return time;
}

const ago = (at) => since(at, '', ' ago');
const lasting = (at) => since(at, '', '');

// --- tables ---

// Roles are written out: a table that a phone shows as cards stays a table to who hears it.
function role(name, made) {
  made.setAttribute('role', name);
  return made;
}

function heading(columns) {
  const row = role('row', element('tr', {}));
  for (const label of columns) {
    row.append(role('columnheader', element('th', { scope: 'col' }, label)));
  }
  return role('rowgroup', element('thead', {}, row));
}

// cells: the first is the row's header.
function line(columns, cells, className = '') {
  const row = role('row', element('tr', { className }));
  cells.forEach((cell, i) => {
    const children = Array.isArray(cell) ? cell : [cell];
    if (i === 0) {
      row.append(role('rowheader', element('th', { scope: 'row' }, ...children)));
      return;
    }
    const value = element('div', {}, ...children);
    const made = role('cell', element('td', { className: value.hasChildNodes() ? '' : 'empty' }, value));
    made.dataset.label = columns[i];
    row.append(made);
  });
  return row;
}

const callers = (uri) => uri.replace(/^sips?:/, '');
const places = (uris) => uris.replace(/sips?:([^ ;]*)(?:;transport=([a-z]+))?/g, '$1 $2');

const SECTIONS = {
  trunks: {
    columns: ['Trunk', 'Status', 'Service', 'Calls', 'Since', 'Last reply', 'Last 933'],
    none: 'No trunk is configured.',
    rows(item, columns) {
      const out = item.state === 'out_of_service';
      const drained = item.calls === 0 ? 'drained' : 'draining';
      return [
        line(columns, [[item.trunk, small(ROLES[item.role] ?? item.role)], state(item.status),
          [state(item.state), out ? small(drained) : ''], String(item.calls), '', '', '']),
        ...item.gateways.list.map((gateway) => line(columns, [
          [gateway.gateway, small(`${gateway.transport} ${gateway.port}`)],
          [state(gateway.state), small(gateway.addresses > 1 && gateway.down > 0
            ? `${gateway.down} of ${gateway.addresses} addresses down` : '')],
          '', '', lasting(gateway.since),
          gateway.code ? String(gateway.code) : gateway.state === 'down' ? 'none' : '',
          'tested' in gateway ? ago(gateway.tested) || state('never') : ''], 'part')),
      ];
    },
  },
  calls: {
    columns: ['From', 'To', 'State', 'Trunks', 'Class', 'For'],
    none: 'No call is running.',
    rows: (item, columns) => [line(columns, [callers(item.from), callers(item.to), state(item.state),
      [item.trunk, item.target ? ` → ${item.target}` : ''], item.class, lasting(item.answered || item.started)])],
  },
  emergencies: {
    columns: ['When', 'Outcome', 'Number', 'Caller', 'Sent as', 'Gateway', 'Attempts'],
    none: 'There was none since the ledger of this edge begins.',
    rows: (item, columns) => [line(columns, [
      [ago(item.received), small(new Date(item.received * 1000).toLocaleString())],
      [state(item.outcome), small(item.answered && !item.ended ? 'still running' : item.ended_by ? `ended by ${item.ended_by}` : '')],
      [item.dialled, small(item.test ? 'test call' : '')],
      [callers(item.identity), small([item.trunk, item.site].filter(Boolean).join(', '))],
      [item.caller, small(words(item.caller_source))],
      [places(item.gateway), small(item.code ? `answered ${item.code}` : '')], places(item.attempts)])],
  },
  tests: {
    columns: ['Site', 'Last answered', 'Gateway'],
    none: 'No site is configured.',
    rows: (item, columns) => [line(columns, [item.site, item.answered
      ? [ago(item.answered), edgeNow() - item.answered > 31 * 86400 ? state('overdue') : '']
      : state('never'), places(item.gateway)])],
  },
  near_misses: {
    columns: ['From', 'What', 'Trunk', 'Why', 'Times', 'Last'],
    none: 'Nobody was almost let in.',
    rows: (item, columns) => [line(columns, [`${item.source} ${item.transport}`, words(item.kind),
      item.trunk, item.reason, String(item.times), ago(item.last)])],
  },
};

const shown = {}; // what each part shows now, as JSON

// Leaves alone what is as it was: a reader's place, a selection.
function changed(part, data) {
  const text = JSON.stringify(data);
  if (shown[part] === text) return false;
  shown[part] = text;
  return true;
}

// What is only seen by scrolling sideways must be reached by the keyboard, too.
function reachable(box, title) {
  if (box.scrollWidth <= box.clientWidth) {
    for (const name of ['tabindex', 'role', 'aria-labelledby']) box.removeAttribute(name);
    return;
  }
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-labelledby', title);
}

function showTable(name, part) {
  const section = byId(name);
  const { columns, none, rows } = SECTIONS[name];
  const table = role('table', section.querySelector('table'));
  const body = role('rowgroup', element('tbody', {}, ...part.list.flatMap((item) => rows(item, columns))));
  const notes = [];
  table.replaceChildren(...(part.list.length ? [heading(columns), body] : []));
  if (part.count === 0) notes.push(none);
  if (part.count > part.shown) notes.push(`${part.shown} of ${part.count} are shown.`);
  section.querySelector('.note').textContent = notes.join(' ');
  reachable(section.querySelector('.scroll'), `${name}-title`);
}

function showAlarms(part) {
  const list = part.list.map((alarm) => {
    const critical = alarm.level === 'critical';
    const item = element('li', { className: critical ? 'critical' : 'warning' },
      element('strong', {}, critical ? '✕ Critical' : '! Warning'), element('span', {}, alarm.text));
    if (alarm.about in SECTIONS) {
      item.append(element('a', { href: `#${alarm.about}` }, 'see', element('span', { className: 'unseen' }, ` ${words(alarm.about)}`)));
    }
    return item;
  });
  if (!list.length) list.push(element('li', { className: 'none' }, '✓ There is none.'));
  byId('alarm-list').replaceChildren(...list);
  byId('alarms').querySelector('.note').textContent =
    part.count > part.shown ? `${part.shown} of ${part.count} are shown.` : '';
}

function tile(label, kind, ...value) {
  return element('div', {}, element('dt', {}, label), element('dd', { className: kind }, ...value));
}

function showSummary(status) {
  const { alarms, trunks, calls, emergencies, tests } = status;
  const critical = alarms.list.filter((alarm) => alarm.level === 'critical').length;
  const up = trunks.list.filter((trunk) => trunk.status === 'up').length + trunks.count - trunks.shown;
  const last = emergencies.list.find((call) => !call.test);
  const latest = Math.max(0, ...tests.list.map((test) => test.answered));
  byId('summary').replaceChildren(
    tile('Alarms', critical ? 'bad' : alarms.count ? 'warn' : '', critical ? `${alarms.count} (${critical} critical)` : String(alarms.count)),
    tile('Trunks up', up < trunks.count ? 'bad' : '', `${up} of ${trunks.count}`),
    tile('Running calls', '', String(calls.count)),
    tile('Last 911', '', last ? ago(last.received) : 'none'),
    tile('Last 933 answered', '', latest ? ago(latest) : 'none'),
  );
}

function showCounters(counters) {
  byId('counters').querySelector('dl').replaceChildren(...Object.entries(counters).map(
    ([name, value]) => element('div', {}, element('dt', {}, words(name)), element('dd', {}, String(value)))));
}

// --- news, for who hears the page: what changed, not all of it ---

function newsOf(before, now) {
  const told = [];
  if (!before) return told;
  const old = new Map(before.trunks.list.map((trunk) => [trunk.trunk, trunk.status]));
  for (const trunk of now.trunks.list) {
    const was = old.get(trunk.trunk);
    if (was && was !== trunk.status) told.push(`Trunk ${trunk.trunk} is ${trunk.status}.`);
  }
  if (now.emergencies.count > before.emergencies.count
    || now.emergencies.list[0]?.received > before.emergencies.list[0]?.received) {
    const call = now.emergencies.list[0];
    told.push(`${call.test ? 'Test' : 'Emergency'} call to ${call.dialled}: ${words(call.outcome)}.`);
  }
  const known = new Set(before.alarms.list.map((alarm) => alarm.text));
  for (const alarm of now.alarms.list) {
    if (!known.has(alarm.text)) told.push(`Alarm: ${alarm.text}`);
  }
  return told;
}

// --- all of it ---

let last = null;    // the latest answer
let lastAt = 0;     // when it came, by a clock that nobody sets
let problem = '';   // why there is no newer one

function show(status) {
  skew = status.time * 1000 - Date.now();
  const news = newsOf(last, status);
  if (news.length) byId('news').textContent = news.join(' ');
  if (changed('alarms', status.alarms)) showAlarms(status.alarms);
  for (const name of Object.keys(SECTIONS)) {
    if (changed(name, status[name])) showTable(name, status[name]);
  }
  if (changed('summary', [status.alarms, status.trunks, status.calls.count, status.emergencies, status.tests])) showSummary(status);
  if (changed('counters', status.counters)) showCounters(status.counters);
  byId('about').replaceChildren('Up for ', lasting(status.started), `, configuration ${status.generation}. Times are this computer's.`);
  last = status;
  lastAt = performance.now();
  problem = '';
}

function showAge() {
  const silent = performance.now() - lastAt;
  const stale = problem !== '' && (last === null || silent > STALE || problem.startsWith('You'));
  const live = byId('live');
  const banner = byId('stale');
  document.documentElement.classList.toggle('old', stale);
  live.dataset.state = stale ? 'stale' : last ? 'live' : 'wait';
  if (stale) live.textContent = '✕ Not live';
  else if (last) live.textContent = 'Live';
  banner.hidden = !stale;
  if (stale) {
    const age = last ? ` What you see is ${span(silent / 1000)} old.` : '';
    const text = `${problem}${age}`;
    // an alert is spoken anew with each change: not every second
    if (banner.textContent.replace(/\d+ \S+ old/, '') !== text.replace(/\d+ \S+ old/, '') || silent % 15000 < 1000) banner.textContent = text;
  }
  const alarms = last?.alarms.count ?? 0;
  document.title = `${stale ? 'NOT LIVE: ' : alarms ? `(${alarms}) ` : ''}siptrunk ${location.hostname}`;
  document.querySelectorAll('time[data-at]').forEach(say);
}

async function ask() {
  const answer = await fetch('/status.json', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 401) throw new Error('You are not signed in any more: load the page again.');
  if (answer.status === 403) throw new Error("You are not at an operator's address any more.");
  if (!answer.ok) throw new Error(`The edge answers ${answer.status} instead of its status.`);
  return answer.json();
}

async function update() {
  try {
    show(await ask());
  } catch (error) {
    const unreachable = error instanceof TypeError || error.name === 'TimeoutError' || error.name === 'AbortError';
    problem = unreachable ? 'The edge does not answer.' : error instanceof SyntaxError
      ? 'The edge answers something that is no status.' : error.message;
  }
  showAge();
}

// One question at a time; none while nobody looks.
async function run() {
  for (;;) {
    if (!document.hidden) await update();
    await new Promise((done) => { setTimeout(done, EVERY); });
  }
}

document.addEventListener('visibilitychange', () => { if (!document.hidden) update(); });
window.addEventListener('resize', () => {
  for (const name of Object.keys(SECTIONS)) reachable(byId(name).querySelector('.scroll'), `${name}-title`);
});
byId('edge').textContent = location.hostname;
setInterval(showAge, 1000);
run();
