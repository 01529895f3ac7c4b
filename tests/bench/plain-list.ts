/**
 * The yardstick of the list: a page of one file with the same number of records in an array, that searches, filters, sorts and
 * scrolls them as simply as can be. Rows are of one height, nothing is stored, nothing is spoken, nothing follows a database.
 */
const script = (count: number): string => `
  const statuses = ['Functioning', 'Needs attention', 'Not functioning', 'Not in use', 'Decommissioned', 'Unserviceable'];
  const makes = ['Vestfrost MK 304', 'Zero ZLF 100 DC', 'B Medical TCW 40', 'Haier HBC-80', 'Godrej GVR 50DC'];
  const all = Array.from({ length: ${count} }, (_, index) => {
    const record = { number: 'HC-' + String(index + 1).padStart(5, '0'), make: makes[index % 5], serial: 'SN' + index * 7,
      status: statuses[index % 6], since: '2026-0' + (1 + index % 9) + '-15', place: 'Ward ' + index % 7 };
    return { ...record, text: Object.values(record).join(' ').toLowerCase() };
  });
  const HEIGHT = 57;
  let query = '', status = '', order = 1, shown = all;
  const list = document.querySelector('main');
  const draw = () => {
    const first = Math.max(0, Math.floor((scrollY - list.offsetTop) / HEIGHT) - 4);
    const rows = shown.slice(first, first + Math.ceil(innerHeight / HEIGHT) + 8);
    list.style.height = shown.length * HEIGHT + 'px';
    list.replaceChildren(...rows.map((record, at) => {
      const row = document.createElement('a');
      row.href = '#' + record.number;
      row.style.top = (first + at) * HEIGHT + 'px';
      for (const key of ['number', 'make', 'serial', 'status', 'since', 'place']) {
        const cell = document.createElement('span');
        cell.textContent = record[key];
        row.append(cell);
      }
      return row;
    }));
  };
  const find = () => {
    const words = query.toLowerCase().split(' ');
    shown = all.filter((one) => (status === '' || one.status === status) && words.every((word) => one.text.includes(word)));
    if (order < 0) shown.reverse();
    draw();
  };
  addEventListener('scroll', draw, { passive: true });
  document.querySelector('input').addEventListener('input', (event) => { query = event.target.value; find(); });
  document.querySelector('#filter').addEventListener('click', () => { status = status === '' ? 'Not functioning' : ''; find(); });
  document.querySelector('#sort').addEventListener('click', () => {
    order = -order;
    all.sort((a, b) => a.make.localeCompare(b.make) || a.number.localeCompare(b.number));
    find();
  });
  list.addEventListener('click', (event) => {
    event.preventDefault();
    const number = event.target.closest('a').firstChild.textContent;
    const heading = Object.assign(document.createElement('h1'), { textContent: number });
    document.body.replaceChildren(heading, ...Object.values(all.find((one) => one.number === number)).map((value) =>
      Object.assign(document.createElement('p'), { textContent: value })));
  });
  find();`;

export const plainList = (count: number): string => `<!doctype html>
  <meta name="viewport" content="width=device-width">
  <style>main { position: relative } a { position: absolute; width: 100%; height: 56px; display: grid;
  grid-template-columns: repeat(6, 1fr); border-bottom: 1px solid #ccc; overflow: hidden }</style>
  <input aria-label="Search"><button id="filter">Filter</button><button id="sort">Sort</button>
  <main></main><script>${script(count)}</script>`;
