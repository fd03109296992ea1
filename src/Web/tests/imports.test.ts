import { describe, expect, it } from 'vitest';

// The page is built in floors: contract ← lib ← live ← parts ← views ← app. A file may use files of its own floor and of floors below,
// where the table says why. To allow a new arrow, add it here with its reason.

/** Arrows between floors, with the reason for each. */
const ALLOWED: Record<string, string> = {
  'lib → contract': 'Formats and filters are made for the types of the wire.',
  'live → contract': 'The live data arrives as types of the wire.',
  'live → lib': 'The live data needs calls, times and formats.',
  'parts → contract': 'A part shows a type of the wire, such as a row.',
  'parts → lib': 'A part formats what it shows.',
  'parts → live': 'A part shows rows and gaps of the live table.',
  'views → contract': 'A view reads types of the wire from the server.',
  'views → lib': 'A view reads its address and formats its data.',
  'views → live': 'A view shows live data.',
  'views → parts': 'A view is made of parts.',
  'app → contract': 'The frame shows who is signed in.',
  'parts → styles': 'A part that loads on demand brings its own style sheet.',
  'views → styles': 'A view that loads on demand brings its own style sheet.',
  'app → lib': 'The frame of the page follows the address.',
  'app → live': 'The frame starts the session and shows its state.',
  'app → styles': 'main.tsx loads the style sheets in their order.',
  'app → parts': 'The frame is made of parts and lists the views.',
  'app → views': 'The frame shows the views.',
  'views/live → views/alerts': 'The tray acknowledges an alert exactly as the view of the alerts does.',
  'views/live → views/transaction': 'A row of the table opens in the drawer.',
  'views/history → views/transaction': 'A row of the table opens in the drawer.',
};

/** Why a floor may not use the floors above it, and why views may not use each other. */
const REASONS: Record<string, string> = {
  contract: 'contract.ts is generated and uses nothing.',
  lib: 'lib knows neither live data nor the page, so that every test can use it without a browser.',
  live: 'live knows no element of the page, so that its tests need no browser.',
  parts: 'parts know no view, so that every view can use them.',
  views: 'A view stands alone, so that it can change or go without the others. Move what two views share to parts or live.',
  app: 'app is the top floor; nothing is above it.',
};

/** Packages that only one room may use, because they are large or belong to its task. */
const PACKAGES: Record<string, { room: string; reason: string }> = {
  '@microsoft/signalr': { room: 'src/live/page-session.ts', reason: 'Every other part of the session is tested without a hub.' },
  uplot: { room: 'src/views/live/charts/', reason: 'The library loads when there is something to draw.' },
};

interface Import {
  from: string;
  line: number;
  to: string;
}

const SOURCES = import.meta.glob<string>('../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });

function importsOf(file: string, text: string): Import[] {
  const imports: Import[] = [];
  for (const match of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)) {
    const to = match[1]!.startsWith('.') ? new URL(match[1]!, `http://page/${file}`).pathname.slice(1) : match[1]!;
    imports.push({ from: file, line: text.slice(0, match.index).split('\n').length, to });
  }
  return imports;
}

/** The floor of a file, and the view that it belongs to, if any. */
function placeOf(file: string): { floor: string; view: string | null } {
  if (file.startsWith('src/main.')) return { floor: 'app', view: null };
  const [, first = '', second = ''] = file.split('/');
  const floor = first.replace(/\.tsx?$/, '');
  return { floor, view: floor === 'views' ? `views/${second}` : null };
}

/** The arrow of an import between two floors or two views; null within one floor or one view. */
function arrowOf({ from, to }: Import): string | null {
  const [a, b] = [placeOf(from), placeOf(to)];
  if (a.floor !== b.floor) return `${a.floor} → ${b.floor}`;
  return a.view !== b.view ? `${a.view} → ${b.view}` : null;
}

function problemOf(found: Import): string | null {
  const { from, line, to } = found;
  const where = `${from}:${line} imports ${to}`;
  if (!to.startsWith('src/') && !to.startsWith('tests/')) {
    const owner = PACKAGES[to.startsWith('@') ? to : to.split('/')[0]!];
    return owner && !from.startsWith(owner.room) ? `${where}: only ${owner.room} may. ${owner.reason}` : null;
  }
  if (to.startsWith('tests/')) return `${where}: tests/ is for tests only, and must not get into the page.`;
  const arrow = arrowOf(found);
  return arrow === null || arrow in ALLOWED
    ? null
    : `${where}: ${arrow} is not allowed. ${REASONS[placeOf(from).floor] ?? 'This floor is unknown.'}`;
}

const files = Object.entries(SOURCES).map(([path, text]) => ({ file: path.replace('../', ''), text }));
const production = files.filter(({ file }) => !file.endsWith('.test.ts'));
const imports = production.flatMap(({ file, text }) => importsOf(file, text));

describe('the floors of the page', () => {
  it('were looked at', () => {
    expect(production.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(200);
    expect(new Set(production.map(({ file }) => placeOf(file).floor))).toEqual(new Set(Object.keys(REASONS)));
  });

  it('have no arrow that the table does not allow', () => {
    expect(imports.map(problemOf).filter(problem => problem !== null)).toEqual([]);
  });

  it('use every arrow of the table', () => {
    const used = new Set(imports.filter(({ to }) => to.startsWith('src/')).map(arrowOf));
    expect(Object.keys(ALLOWED).filter(arrow => !used.has(arrow))).toEqual([]);
  });

  it('name file, line and reason of a broken arrow', () => {
    const problems = importsOf('src/parts/row.tsx', "import { a } from '../lib/a.ts';\nimport {\n  b,\n} from '../views/live/b.ts';\n").map(
      problemOf,
    );
    expect(problems).toEqual([
      null,
      'src/parts/row.tsx:4 imports src/views/live/b.ts: parts → views is not allowed. parts know no view, so that every view can use them.',
    ]);
    expect(problemOf({ from: 'src/views/history/a.ts', line: 1, to: 'src/views/live/b.ts' })).toContain('views/history → views/live');
    expect(problemOf({ from: 'src/lib/a.ts', line: 1, to: 'tests/samples.ts' })).toContain('for tests only');
    expect(problemOf({ from: 'src/app/a.ts', line: 1, to: 'uplot/dist/uPlot.min.css' })).toContain('only src/views/live/charts/ may');
  });
});
