// The playground page: one visitor plays a whole team.
//
// The server is the only truth. `known` is this page's copy of it: `sync` fetches it whole whenever the event stream
// (re)opens, events keep it fresh in between. Whatever anybody typed or is called is only ever set as text.

// --- small tools -----------------------------------------------------------------------------------------------------

const at = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

function icon(name, className = 'icon') {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const use = document.createElementNS(space, 'use');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#${name}`);
  svg.append(use);
  return svg;
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

// --- the server ------------------------------------------------------------------------------------------------------

class Refused extends Error {
  constructor(status) {
    super(`refused: ${status}`);
    this.status = status;
  }
}

async function answerOf(response) {
  if (!response.ok) throw new Refused(response.status);
  return response.json();
}

const address = (path, query) => `/playground/${path}?${new URLSearchParams(query)}`;

async function ask(path, query) {
  return answerOf(await fetch(address(path, query)));
}

async function tell(path, body = {}) {
  const headers = { 'Content-Type': 'application/json' };
  return answerOf(await fetch(`/playground/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function tellFile(about, file) {
  const body = new FormData();
  body.append('about', JSON.stringify({ ...about, name: file.name }));
  body.append('file', file);
  return answerOf(await fetch('/playground/file', { method: 'POST', body }));
}

// --- what the page knows ---------------------------------------------------------------------------------------------

const BOT = 'bot';

const known = {
  run: '', // which process we talk to; another one starts with empty chats
  you: '',
  chat: '',
  now: new Date(),
  language: 'zh-CN',
  timezone: 'Asia/Shanghai',
  words: {},
  commands: [],
  largest_file: 0, // bytes
  people: [],
  chats: [],
  posts: new Map(), // chat -> Map(id -> post), oldest first
  heard: 0, // how many new things the bot has said to anybody
};

const typing = {
  drafts: new Map(), // `${you}/${chat}` -> what stands in the box
  files: new Map(), // `${you}/${chat}` -> files that go with it
  sending: new Map(), // `${you}/${chat}` -> the file on its way
  about: null, // { what: 'reply' | 'edit', post }
  line: Promise.resolve(true), // what waits to be sent
};

const pressing = new Set(); // ids of cards whose press has no answer yet
const stream = { source: null, timer: 0 };

const word = (key, facts = {}) => (known.words[key] ?? key).replace(/\{(\w+)\}/g, (blank, name) => facts[name] ?? blank);
const postsOf = (chat) => known.posts.get(chat) ?? new Map();
const chatNow = () => known.chats.find((chat) => chat.id === known.chat);
const person = (id) => known.people.find((one) => one.id === id);
const titleOf = (chat) => (chat.private ? word('bot') : chat.title);
const gistOf = (post) => oneLine(`${post.file ? `📎 ${post.file.name} ` : ''}${post.text}`);
const nameOf = (post) => (post.author === BOT ? word('bot') : post.name);
const lastOf = (chat) => [...postsOf(chat).values()].at(-1);
const isNarrow = () => matchMedia('(max-width: 719px)').matches;
const isReading = () => document.visibilityState === 'visible' && !(isNarrow() && at('window').dataset.pane === 'list');

function learn(state) {
  if (state.run !== known.run) known.posts.clear();
  Object.assign(known, state, { now: new Date(state.now) });
  if (!chatNow()) known.chat = startingChat();
}

// A newcomer starts where one line gets an answer: the private chat.
function startingChat() {
  const wished = known.chats.find((chat) => chat.id === new URLSearchParams(location.search).get('chat'));
  return (wished ?? known.chats.find((chat) => chat.private) ?? known.chats[0])?.id ?? '';
}

// What events brought while the list was on its way is newer than the list. Gives what was missed meanwhile.
function learnPosts(chat, list) {
  const before = known.posts.get(chat);
  const newer = [...postsOf(chat).values()].filter((post) => post.revision > list.revision);
  known.posts.set(chat, new Map([...list.posts, ...newer].map((post) => [post.id, post])));
  return before ? list.posts.filter((post) => !before.has(post.id)) : [];
}

// True when the post is new here.
function learnPost(post) {
  const posts = postsOf(post.chat);
  const before = posts.get(post.id);
  known.posts.set(post.chat, posts);
  if (post.withdrawn) posts.delete(post.id);
  else if (!before || before.revision < post.revision) posts.set(post.id, post);
  return !before && !post.withdrawn;
}

// --- what was seen ---------------------------------------------------------------------------------------------------

const SEEN = 'gengfu.playground.seen';

function seen() {
  const kept = JSON.parse(localStorage.getItem(SEEN) ?? '{}');
  return kept.run === known.run ? kept : { run: known.run, chats: {} };
}

function markSeen(chat) {
  const last = lastOf(chat);
  const kept = seen();
  if (!last || kept.chats[chat] === last.id) return;
  kept.chats[chat] = last.id;
  localStorage.setItem(SEEN, JSON.stringify(kept));
}

function unread(chat) {
  const posts = [...postsOf(chat).values()];
  const upTo = posts.findIndex((post) => post.id === seen().chats[chat]);
  return posts.slice(upTo + 1).filter((post) => post.author !== known.you).length;
}

// Of somebody else's private chat we only know the id of the last thing the bot said there, and that ids end in a number.
function hasNews(one) {
  const number = (id) => Number(id?.split('-').at(-1) ?? 0);
  return one.id !== known.you && number(one.latest) > number(seen().chats[one.id]);
}

// --- sizes -----------------------------------------------------------------------------------------------------------

// A file just over the cap must not be shown as the cap.
function sizeOf(bytes) {
  const power = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : 2;
  const scaled = Math.ceil((bytes / 1024 ** power) * (power === 2 ? 10 : 1)) / (power === 2 ? 10 : 1);
  return `${new Intl.NumberFormat(known.language).format(scaled)} ${['B', 'KB', 'MB'][power]}`;
}

// --- time: always the team's zone, never the visitor's ---------------------------------------------------------------

const show = (moment, options) =>
  new Intl.DateTimeFormat(known.language, { timeZone: known.timezone, ...options }).format(new Date(moment));

const timeOf = (moment) => show(moment, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayOf = (moment) => show(moment, { year: 'numeric', month: 'numeric', day: 'numeric' });
const longDay = (moment) => show(moment, { month: 'long', day: 'numeric', weekday: 'long' });
const shortDay = (moment) => show(moment, { month: 'short', day: 'numeric', weekday: 'short' });
const shortWhen = (moment) =>
  dayOf(moment) === dayOf(known.now) ? timeOf(moment) : show(moment, { month: 'numeric', day: 'numeric' });

// --- drawing: the frame ----------------------------------------------------------------------------------------------

function drawWords() {
  document.documentElement.lang = known.language;
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', word(element.dataset.label));
  for (const element of document.querySelectorAll('[data-hint]')) element.title = word(element.dataset.hint);
  at('team').textContent = known.team;
  at('offline').textContent = word('offline');
  at('clip').title = word('attach', { size: sizeOf(known.largest_file) });
  at('clip').setAttribute('aria-label', at('clip').title);
  at('language').lang = otherLanguage();
}

const otherLanguage = () => known.languages.find((language) => language !== known.language) ?? known.language;

function drawClock() {
  const hour = Number(show(known.now, { hour: 'numeric', hourCycle: 'h23' }).match(/\d+/)[0]);
  at('clock-day').textContent = shortDay(known.now);
  at('clock-time').textContent = timeOf(known.now);
  at('clock-time').dateTime = known.now.toISOString();
  at('window').dataset.sky = hour >= 6 && hour < 19 ? 'day' : 'night';
}

function avatar(id, name) {
  if (id === BOT) return make('span', { class: 'avatar' }, icon('lantern', 'lantern'));
  const shade = known.people.findIndex((one) => one.id === id);
  return make('span', { class: `avatar shade-${((shade % 6) + 6) % 6}`, 'aria-hidden': 'true' }, [...name][0] ?? '?');
}

// A message that arrives must not take a button away from under a finger, nor the focus from a keyboard.
function redrawList(list, items) {
  const next = make('div', {}, ...items);
  if (next.innerHTML === list.innerHTML) return;
  const held = [...list.querySelectorAll('button')].indexOf(document.activeElement);
  list.replaceChildren(...next.childNodes);
  list.querySelectorAll('button')[held]?.focus({ preventScroll: true });
}

function drawPeople() {
  redrawList(at('people'), [make('span', { class: 'you-are' }, word('you_are')), ...known.people.map(personButton)]);
}

function personButton(one) {
  const news = hasNews(one) ? make('span', { class: 'news', role: 'img', 'aria-label': word('news') }) : null;
  const role = one.role ? make('span', { class: 'role' }, word(`role_${one.role}`)) : null;
  const button = make(
    'button',
    { type: 'button', class: 'person', 'aria-pressed': String(one.id === known.you), 'data-person': one.id },
    make('span', { class: 'face' }, avatar(one.id, one.name), news),
    make('span', { class: 'who' }, make('span', { class: 'name' }, one.name), role),
  );
  button.addEventListener('click', () => become(one.id));
  return button;
}

function drawChats() {
  redrawList(at('chats'), known.chats.map(chatItem));
  const total = known.chats.reduce((sum, chat) => sum + unread(chat.id), 0);
  const others = known.chats.reduce((sum, chat) => sum + (chat.id === known.chat ? 0 : unread(chat.id)), 0);
  at('back').dataset.count = others || '';
  document.title = (total ? `(${total}) ` : '') + word('title');
}

function chatItem(chat) {
  const last = lastOf(chat.id);
  const count = unread(chat.id);
  const badge = count ? make('span', { class: 'badge', 'aria-label': word('unread', { count }) }, count > 99 ? '99+' : String(count)) : null;
  const button = make(
    'button',
    { type: 'button', class: 'chat', 'aria-current': chat.id === known.chat ? 'true' : null, 'data-chat': chat.id },
    chat.private ? avatar(BOT, '') : groupAvatar(chat),
    make(
      'span',
      { class: 'what' },
      make('span', { class: 'line' }, make('span', { class: 'title' }, titleOf(chat)), last ? make('time', {}, shortWhen(last.at)) : null),
      make('span', { class: 'line' }, make('span', { class: 'last' }, lastLine(chat, last)), badge),
    ),
  );
  button.addEventListener('click', () => openChat(chat.id));
  return make('li', {}, button);
}

function lastLine(chat, last) {
  if (!last) return word('nothing_yet');
  const text = gistOf(last);
  return chat.private && last.author === BOT ? text : `${nameOf(last)}: ${text}`;
}

function groupAvatar(chat) {
  const faces = chat.members.slice(0, 3).map((id) => avatar(id, person(id)?.name ?? ''));
  return make('span', { class: 'group-avatar', 'aria-hidden': 'true' }, ...faces, avatar(BOT, ''));
}

// --- drawing: the conversation ---------------------------------------------------------------------------------------

function drawTalk() {
  const chat = chatNow();
  if (!chat) return;
  at('chat-title').textContent = titleOf(chat);
  at('chat-about').textContent = chat.private ? word('private') : word('members', { count: chat.members.length });
  at('scroll').setAttribute('aria-label', word('conversation', { chat: titleOf(chat) }));
  if (at('log').dataset.chat !== known.chat) view.follows = true;
  drawLog();
  drawDesk();
  keepUp();
  noticeSeen();
}

function drawLog() {
  const items = [];
  let before = null;
  for (const post of postsOf(known.chat).values()) {
    items.push(...itemsFor(post, before));
    before = post;
  }
  at('log').replaceChildren(...items);
  at('log').dataset.chat = known.chat;
  drawWelcome();
}

function itemsFor(post, before) {
  const newDay = !before || dayOf(before.at) !== dayOf(post.at);
  const follows = !newDay && before.author === post.author;
  return [newDay ? dayItem(post.at) : null, postItem(post, follows)].filter(Boolean);
}

const dayItem = (moment) => make('li', { class: 'day' }, make('span', {}, longDay(moment)));

function postItem(post, follows) {
  const side = post.author === known.you ? 'mine' : 'theirs';
  const item = make(
    'li',
    { class: `post ${side}${follows ? ' follows' : ''}${post.author === BOT ? ' by-bot' : ''}`, 'data-post': post.id, tabindex: '-1' },
    avatar(post.author, post.name),
    make('div', { class: 'body' }, authorLine(post), make('div', { class: 'beside' }, bubble(post), acts(post)), choices(post)),
  );
  return item;
}

function authorLine(post) {
  const role = person(post.author)?.role;
  const shown = make('span', { class: 'author' }, nameOf(post));
  if (role) shown.append(make('span', { class: 'role' }, word(`role_${role}`)));
  return shown;
}

function bubble(post) {
  const edited = post.edited ? make('span', { class: 'edited' }, word('edited')) : null;
  const time = make('time', { datetime: post.at }, timeOf(post.at));
  const element = make(
    'div',
    { class: 'bubble' },
    post.reply_to ? quote(post) : null,
    post.text || !post.file ? make('p', { class: 'text', dir: 'auto' }, post.text) : null,
    post.file ? fileLink(post) : null,
    make('span', { class: 'meta' }, edited, time),
  );
  element.addEventListener('click', () => pick(element));
  return element;
}

function quote(post) {
  const quoted = postsOf(post.chat).get(post.reply_to);
  const button = make('button', { type: 'button', class: 'quote' });
  if (!quoted) {
    button.append(word('removed_quote'));
    return button;
  }
  button.append(make('strong', {}, nameOf(quoted)), make('span', {}, gistOf(quoted)));
  button.addEventListener('click', () => pointAt(quoted.id));
  return button;
}

function fileLink(post) {
  const href = address('file', { as: known.you, chat: post.chat, message: post.id });
  const { name, size } = post.file;
  const label = `${word('download', { name })} (${sizeOf(size)})`;
  const shown = make('span', { class: 'file-name' }, name);
  return make('a', { class: 'file', href, download: true, 'aria-label': label }, icon('file'), shown, make('small', {}, sizeOf(size)));
}

function acts(post) {
  const element = make('div', { class: 'acts' }, act('reply', () => startAbout('reply', post)));
  if (isEditable(post)) element.append(act('edit', () => startAbout('edit', post)));
  return element;
}

const isEditable = (post) => post.author === known.you && !post.file;

function act(what, run) {
  const button = make('button', { type: 'button', class: 'plain act', 'aria-label': word(what), title: word(what) }, icon(what));
  button.addEventListener('click', run);
  return button;
}

function choices(post) {
  if (!post.choices.length) return null;
  const rows = post.choices.map((row) => make('div', { class: 'row' }, ...row.map((choice) => choiceButton(post, choice))));
  return make('div', { class: 'choices' }, ...rows);
}

function choiceButton(post, choice) {
  if (/^https?:/.test(choice.url)) {
    return make('a', { class: 'choice', href: choice.url, target: '_blank', rel: 'noopener noreferrer' }, choice.label, icon('link'));
  }
  const button = make('button', { type: 'button', class: 'choice' }, choice.label, choice.url ? icon('link') : null);
  button.addEventListener('click', (event) => choose(post, choice, button, event));
  return button;
}

// --- drawing: one new or changed post --------------------------------------------------------------------------------

function drawPost(post, isNew) {
  const drawn = at('log').querySelector(`[data-post="${CSS.escape(post.id)}"]`);
  if (post.withdrawn || (!drawn && !isNew)) return drawLog();
  if (drawn) return redraw(post, drawn);
  return append(post);
}

function redraw(post, drawn) {
  const held = drawn.contains(document.activeElement);
  const item = postItem(post, drawn.classList.contains('follows'));
  drawn.replaceWith(item);
  if (post.author === BOT) flash(item, 'changed');
  if (held) (item.querySelector('.choice') ?? item).focus({ preventScroll: true });
  return undefined;
}

function append(post) {
  const before = [...postsOf(post.chat).values()].at(-2);
  const items = itemsFor(post, before);
  items.forEach((item) => item.classList.add('arriving'));
  at('log').append(...items);
  drawWelcome();
  if (post.author === known.you) view.follows = true;
  if (view.follows) keepUp(true);
  else at('newest').hidden = false;
}

function flash(element, className) {
  element.classList.remove(className);
  void element.offsetWidth; // so that the animation starts anew
  element.classList.add(className);
}

function pointAt(id) {
  const item = at('log').querySelector(`[data-post="${CSS.escape(id)}"]`);
  if (!item) return;
  item.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
  flash(item, 'pointed');
}

// On a touch screen there is no hovering: a tap shows what one can do with a message.
function pick(element) {
  const item = element.closest('.post');
  const wasPicked = item.classList.contains('picked');
  for (const other of document.querySelectorAll('.picked')) other.classList.remove('picked');
  item.classList.toggle('picked', !wasPicked && !getSelection().toString());
}

function drawWelcome() {
  const chat = chatNow();
  const empty = postsOf(known.chat).size === 0;
  at('welcome').hidden = !empty;
  at('ideas').classList.toggle('open', empty);
  if (!empty || !chat) return;
  const kind = chat.private ? 'private' : 'group';
  at('welcome-title').textContent = word(`welcome_${kind}`);
  at('welcome-text').textContent = word(`welcome_${kind}_text`);
}

// Who is at the end stays there, whatever grows or shrinks: a card, the box one types in, a phone's keyboard. Only scrolling
// up ends that. While the page is still gliding down it is not at the end yet, so what it does next goes by `follows`.
const view = { follows: true, top: 0 };

function keepUp(smoothly = false) {
  if (!view.follows) return;
  at('scroll').scrollTo({ top: at('scroll').scrollHeight, behavior: smoothly && !calm() ? 'smooth' : 'auto' });
  at('newest').hidden = true;
}

function onScroll() {
  const { scrollTop, scrollHeight, clientHeight } = at('scroll');
  if (scrollHeight - scrollTop - clientHeight < 60) view.follows = true;
  else if (scrollTop < view.top) view.follows = false;
  view.top = scrollTop;
  if (view.follows) at('newest').hidden = true;
}

function goDown() {
  view.follows = true;
  keepUp(true);
}

function noticeSeen() {
  if (isReading()) markSeen(known.chat);
  drawChats();
  drawPeople();
}

// --- drawing: the desk one types at ----------------------------------------------------------------------------------

function drawDesk() {
  const chat = chatNow();
  if (typing.about?.what !== 'edit') at('typed').value = typing.drafts.get(draftKey()) ?? '';
  at('typed').placeholder = word(chat.private ? 'type_private' : 'type_group');
  at('mention').hidden = chat.private;
  drawIdeas(chat);
  drawKeyboard(chat);
  drawAbout();
  drawAttached();
  fitBox();
}

function drawIdeas(chat) {
  const role = person(known.you)?.role;
  const lines = known.words[chat.private ? `ideas_${role}` : 'ideas_group'] ?? word('ideas_rep');
  at('ideas').replaceChildren(...lines.split('\n').map((line) => wordButton(line, 'idea')));
  at('ideas').scrollLeft = 0;
}

// The standing keyboard is that of the newest message that brought one.
function drawKeyboard(chat) {
  const rows = [...postsOf(chat.id).values()].findLast((post) => post.keyboard.length)?.keyboard ?? [];
  at('keyboard').hidden = !rows.length;
  at('keyboard').replaceChildren(...rows.map((row) => make('div', { class: 'row' }, ...row.map((text) => wordButton(text, 'key')))));
}

// A mouse wheel only turns one way.
function rollIdeas(event) {
  if (!event.deltaX) at('ideas').scrollLeft += event.deltaY;
}

function wordButton(text, className) {
  const button = make('button', { type: 'button', class: className }, text);
  button.addEventListener('click', () => say(text));
  return button;
}

function drawAbout() {
  const about = typing.about;
  at('about').hidden = !about;
  if (!about) return;
  at('about-icon').setAttribute('href', `#${about.what}`);
  at('about-what').textContent = about.what === 'edit' ? word('editing') : word('replying', { name: nameOf(about.post) });
  at('about-text').textContent = gistOf(about.post);
}

// What goes with the text. While it is on its way, nothing in the box can change; what did not go stays.
function drawAttached() {
  const sending = typing.sending.get(draftKey());
  const editing = typing.about?.what === 'edit';
  at('attached').hidden = editing || !filesHere().length;
  at('attached').replaceChildren(...filesHere().map((file) => attachedItem(file, sending)));
  at('typed').readOnly = Boolean(sending) && !editing;
  at('box').setAttribute('aria-busy', String(Boolean(sending)));
  at('clip').disabled = Boolean(sending) || editing;
}

function attachedItem(file, sending) {
  const remove = make('button', { type: 'button', class: 'plain', 'aria-label': word('detach', { name: file.name }), disabled: Boolean(sending) }, icon('close'));
  remove.addEventListener('click', () => detach(file));
  const name = make('span', { class: 'file-name' }, file.name);
  return make('li', { 'aria-busy': file === sending ? 'true' : null }, icon('file'), name, make('small', {}, sizeOf(file.size)), remove);
}

function drawPalette() {
  const typed = at('typed').value;
  const fitting = /^\/\w*$/.test(typed) ? known.commands.filter(([name]) => `/${name}`.startsWith(typed)) : [];
  at('palette').hidden = !fitting.length;
  at('palette').replaceChildren(...fitting.map(commandButton));
}

function commandButton([name, about]) {
  const button = make('button', { type: 'button', class: 'command' }, make('strong', {}, `/${name}`), make('span', {}, about));
  button.addEventListener('click', () => write(`/${name} `));
  return button;
}

function fitBox() {
  const box = at('typed');
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
  const editing = typing.about?.what === 'edit';
  const waiting = !editing && typing.sending.has(draftKey());
  at('send-button').disabled = waiting || !(box.value.trim() || (!editing && filesHere().length));
  drawPalette();
}

// --- typing ----------------------------------------------------------------------------------------------------------

const draftKey = () => `${known.you}/${known.chat}`;

function write(text) {
  at('typed').value = text;
  noteDraft();
  at('typed').focus();
}

function noteDraft() {
  if (typing.about?.what !== 'edit') typing.drafts.set(draftKey(), at('typed').value);
  fitBox();
}

function startAbout(what, post) {
  typing.about = { what, post };
  if (what === 'edit') at('typed').value = post.text;
  drawAbout();
  drawAttached();
  fitBox();
  at('typed').focus();
}

function stopAbout() {
  typing.about = null;
  at('typed').value = typing.drafts.get(draftKey()) ?? '';
  drawAbout();
  drawAttached();
  fitBox();
}

// The box is free for the next line at once; what could not be sent comes back.
async function submit() {
  const text = at('typed').value.trim();
  const about = typing.about;
  const key = draftKey();
  if (about?.what !== 'edit' && filesHere().length) return sendFiles(text, about?.post.id);
  if (!text) return;
  if (about?.what !== 'edit') typing.drafts.delete(key);
  stopAbout();
  const sent = about?.what === 'edit' ? await change(about.post, text) : await say(text, about?.post.id);
  if (!sent) giveBack(key, text, about);
}

function giveBack(key, text, about) {
  const editing = about?.what === 'edit';
  if (!editing) typing.drafts.set(key, [text, typing.drafts.get(key)].filter(Boolean).join('\n'));
  if (draftKey() !== key || typing.about) return; // the draft waits there
  if (about) startAbout(about.what, about.post);
  at('typed').value = editing ? text : typing.drafts.get(key);
  fitBox();
}

function say(text, replyTo = null) {
  const line = { as: known.you, chat: known.chat, text, reply_to: replyTo };
  return send(() => tell('say', line));
}

function change(post, text) {
  const line = { as: known.you, chat: post.chat, message: post.id, text };
  return text === post.text ? true : send(() => tell('edit', line));
}

// One after the other, so that lines arrive in the order they were typed.
function send(telling) {
  typing.line = typing.line.then(() => attempt(telling));
  return typing.line;
}

async function attempt(telling) {
  try {
    await telling();
    return true;
  } catch {
    toast(word('failed'), 'bad');
    return false;
  }
}

// Enter in the middle of an input method's word picks the word; it does not send.
function onKey(event) {
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key === 'Enter' && !event.shiftKey && !composing) {
    event.preventDefault();
    submit();
  } else if (event.key === 'Escape') {
    stopAbout();
  } else if (event.key === 'ArrowUp' && !at('typed').value && !typing.about) {
    editLast(event);
  }
}

function editLast(event) {
  const mine = [...postsOf(known.chat).values()].findLast(isEditable);
  if (!mine) return;
  event.preventDefault();
  startAbout('edit', mine);
}

// A held Enter presses a button once.
function onHeldKey(event) {
  if (event.repeat && ['Enter', ' '].includes(event.key)) event.preventDefault();
}

function mention() {
  const text = at('typed').value;
  write(text.includes(word('mention_text')) ? text : `${word('mention_text')} ${text}`);
}

// --- files -----------------------------------------------------------------------------------------------------------

const filesHere = () => typing.files.get(draftKey()) ?? [];

function attach(files) {
  const fits = (file) => file.size <= known.largest_file;
  if (!chatNow() || at('clip').disabled) return;
  for (const file of files) if (!fits(file)) sayTooLarge(file);
  typing.files.set(draftKey(), [...filesHere(), ...files.filter(fits)]);
  drawAttached();
  fitBox();
  at('typed').focus();
}

function sayTooLarge(file) {
  toast(word('too_large', { name: file.name, size: sizeOf(file.size), most: sizeOf(known.largest_file) }), 'bad');
}

function detach(file) {
  typing.files.set(draftKey(), filesHere().filter((one) => one !== file));
  drawAttached();
  fitBox();
  at('typed').focus();
}

// One after the other; the text and the reply go with the first. A file leaves the box when the server has it.
async function sendFiles(caption, replyTo = null) {
  const key = draftKey();
  const desk = { as: known.you, chat: known.chat };
  if (typing.sending.has(key)) return;
  let about = { caption, reply_to: replyTo };
  for (const file of filesHere()) {
    typing.sending.set(key, file);
    at('spoken').textContent = word('sending', { name: file.name });
    redrawDesk(key);
    if (!(await send(() => tellFile({ ...desk, ...about }, file)))) break;
    typing.files.set(key, typing.files.get(key).filter((one) => one !== file));
    if (about.caption) typing.drafts.delete(key);
    if (replyTo && typing.about?.post.id === replyTo) typing.about = null;
    about = {};
  }
  typing.sending.delete(key);
  redrawDesk(key);
}

function redrawDesk(key) {
  if (draftKey() === key) drawDesk();
}

const carriesFiles = (transfer) => [...(transfer?.types ?? [])].includes('Files');

// Cells copied from a spreadsheet come as text and, beside it, as a picture: the text is meant.
function onPaste(event) {
  const pasted = event.clipboardData;
  if (!carriesFiles(pasted) || pasted.types.includes('text/html')) return;
  event.preventDefault();
  attach([...pasted.files]);
}

// Wherever a file is let go over the page, the browser must not open it in the page's place.
function onDrag(event) {
  if (!carriesFiles(event.dataTransfer)) return;
  const overTalk = at('talk').contains(event.target);
  event.preventDefault();
  event.dataTransfer.dropEffect = overTalk && !at('clip').disabled ? 'copy' : 'none';
  at('talk').classList.toggle('dropping', event.type === 'dragover' && overTalk);
  if (event.type === 'drop' && overTalk) attach([...event.dataTransfer.files]);
}

function onDragOut(event) {
  if (!event.relatedTarget) at('talk').classList.remove('dropping');
}

function onChosen() {
  attach([...at('chosen').files]);
  at('chosen').value = ''; // the same file can be chosen again
}

// --- pressing --------------------------------------------------------------------------------------------------------

function choose(post, choice, button, event) {
  if (event.detail > 1 || pressing.has(post.id)) return; // the second click of a double click
  if (choice.url) followLink(choice.url);
  else press(post, choice, button);
}

async function press(post, choice, button) {
  pressing.add(post.id);
  button.setAttribute('aria-busy', 'true');
  try {
    const answer = await tell('press', { as: known.you, chat: post.chat, message: post.id, token: choice.token });
    if (answer.toast) toast(answer.toast);
  } catch {
    toast(word('failed'), 'bad');
  } finally {
    pressing.delete(post.id);
    button.removeAttribute('aria-busy');
  }
}

// The one link of our own: into the private chat, with what to start there.
function followLink(url) {
  if (!url.startsWith('#private=')) return;
  openChat(known.chats.find((chat) => chat.private).id);
  const start = url.slice('#private='.length);
  if (start) say(`/start ${start}`);
}

function toast(text, kind = 'good') {
  const element = make('p', { class: `toast ${kind}` }, text);
  at('toasts').append(element);
  while (at('toasts').children.length > 3) at('toasts').firstChild.remove();
  setTimeout(() => element.remove(), 4000);
}

// --- going about -----------------------------------------------------------------------------------------------------

function openChat(chat) {
  typing.about = null;
  known.chat = chat;
  at('window').dataset.pane = 'talk';
  drawTalk();
  if (!isNarrow()) at('typed').focus({ preventScroll: true });
}

function openList() {
  at('window').dataset.pane = 'list';
  drawChats();
  at('chats').querySelector('[aria-current]')?.focus();
}

// Another person: the same group stays open, a private chat becomes the other's own.
async function become(id) {
  if (id === known.you) return;
  const wasPrivate = chatNow()?.private;
  typing.about = null;
  known.you = id;
  if (wasPrivate) known.chat = id;
  sessionStorage.setItem('gengfu.playground.you', id);
  connect();
  await sync().catch(beginAgain);
}

// Each language has a team of its own: who is of another one goes on as its first person.
function moveOn() {
  typing.about = null;
  sessionStorage.setItem('gengfu.playground.you', known.you);
  connect();
}

async function switchLanguage() {
  try {
    await tell('language', { language: otherLanguage() });
    await sync();
  } catch {
    toast(word('failed'), 'bad');
  }
}

async function nextMorning(event) {
  if (event.detail > 1 || at('morning').getAttribute('aria-busy')) return;
  const heard = known.heard;
  fallAsleep(true);
  try {
    const [answer] = await Promise.all([tell('clock'), pause(calm() ? 0 : 900)]);
    wakeUp(answer, heard);
  } catch (error) {
    if (error.status !== 409) toast(word('failed'), 'bad');
  } finally {
    fallAsleep(false);
  }
}

function fallAsleep(asleep) {
  at('window').classList.toggle('asleep', asleep);
  if (asleep) at('morning').setAttribute('aria-busy', 'true');
  else at('morning').removeAttribute('aria-busy');
}

async function wakeUp(answer, heard) {
  known.now = new Date(answer.now);
  drawClock();
  const group = known.chats.find((chat) => !chat.private);
  if (group) openChat(group.id);
  toast(`☀️ ${word('morning_came', { day: longDay(known.now) })}`);
  await pause(2000); // delivery has its own pace
  if (known.heard === heard) toast(word('morning_quiet'));
}

// --- the event stream ------------------------------------------------------------------------------------------------

const EVENTS = {
  hello: () => sync().then(nowLive).catch(beginAgain),
  post: (post) => hear(post),
  stir: ({ person: id, latest }) => stir(id, latest),
  clock: ({ now }) => tick(now),
  language: () => sync().catch(beginAgain),
};

function connect() {
  clearTimeout(stream.timer);
  stream.source?.close();
  delete at('window').dataset.live;
  const source = new EventSource(address('events', { as: known.you }));
  stream.source = source;
  for (const [name, run] of Object.entries(EVENTS)) {
    source.addEventListener(name, (event) => run(JSON.parse(event.data)));
  }
  source.addEventListener('error', () => lost(source));
}

function nowLive() {
  at('window').dataset.live = 'true';
  at('offline').hidden = true;
}

// Browsers come back by themselves after a dropped connection, but not after an answer they did not like.
function lost(source) {
  if (source !== stream.source) return;
  showLost();
  if (source.readyState === EventSource.CLOSED) beginAgain({});
}

function showLost() {
  delete at('window').dataset.live;
  at('offline').hidden = false;
}

async function sync() {
  const you = known.you;
  const state = await ask('state', you ? { as: you } : {});
  const lists = await Promise.all(state.chats.map((chat) => ask('messages', { as: state.you, chat: chat.id })));
  if (you !== known.you) return; // somebody else by now
  learn(state);
  if (you && you !== state.you) moveOn();
  const missed = state.chats.flatMap((chat, index) => learnPosts(chat.id, lists[index]));
  missed.forEach(notice);
  drawAll();
}

function drawAll() {
  at('window').hidden = false;
  drawWords();
  drawClock();
  drawPeople();
  drawChats();
  drawTalk();
}

function hear(post) {
  const isNew = learnPost(post);
  known.now = new Date(Math.max(known.now, new Date(post.at)));
  if (isNew) notice(post);
  if (post.chat === known.chat) drawPost(post, isNew);
  if (post.chat === known.chat && post.keyboard.length) drawKeyboard(chatNow());
  drawClock();
  noticeSeen();
}

function notice(post) {
  if (post.author === BOT) known.heard += 1;
  if (post.author !== known.you) at('spoken').textContent = `${nameOf(post)}: ${gistOf(post)}`;
}

function stir(id, latest) {
  const one = person(id);
  if (!one) return;
  if (latest !== one.latest) known.heard += 1;
  one.latest = latest;
  drawPeople();
}

function tick(now) {
  known.now = new Date(now);
  drawClock();
}

// --- beginning -------------------------------------------------------------------------------------------------------

async function begin() {
  try {
    await sync();
    connect();
  } catch (error) {
    beginAgain(error);
  }
}

function beginAgain(error) {
  if (error.status === 400) known.you = ''; // another team was loaded meanwhile
  showLost();
  clearTimeout(stream.timer);
  stream.timer = setTimeout(begin, 1000);
}

function listen() {
  at('box').addEventListener('submit', (event) => { event.preventDefault(); submit(); });
  at('typed').addEventListener('input', noteDraft);
  at('typed').addEventListener('keydown', onKey);
  at('about-cancel').addEventListener('click', stopAbout);
  at('typed').addEventListener('paste', onPaste);
  at('clip').addEventListener('click', () => at('chosen').click());
  at('chosen').addEventListener('change', onChosen);
  document.addEventListener('dragover', onDrag);
  document.addEventListener('drop', onDrag);
  document.addEventListener('dragleave', onDragOut);
  at('mention').addEventListener('click', mention);
  at('back').addEventListener('click', openList);
  at('newest').addEventListener('click', goDown);
  at('scroll').addEventListener('scroll', onScroll);
  const sizes = new ResizeObserver(() => keepUp(true));
  for (const part of ['scroll', 'log']) sizes.observe(at(part));
  at('log').addEventListener('keydown', onHeldKey);
  at('ideas').addEventListener('wheel', rollIdeas, { passive: true });
  at('morning').addEventListener('click', nextMorning);
  at('language').addEventListener('click', switchLanguage);
  document.addEventListener('visibilitychange', () => { if (known.chat) noticeSeen(); });
}

known.you = new URLSearchParams(location.search).get('as') ?? sessionStorage.getItem('gengfu.playground.you') ?? '';
listen();
begin();
