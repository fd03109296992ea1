import { effect, signal } from '@preact/signals';
import { writeTimesInUtc } from './time.ts';

const KEY = 'dashboard.settings';

export interface Settings {
  theme: 'system' | 'dark' | 'light';
  times: 'local' | 'utc';
  density: 'compact' | 'normal' | 'comfortable';
  /** The shortest time between two paints of the live view, in milliseconds. */
  everyMs: 500 | 1_000 | 5_000;
  shortcuts: boolean;
  /** A spoken summary every 30 seconds, for screen readers. */
  summary: boolean;
  /** Currency of the volume figure. Empty: EUR if there is any, else the first currency in the figures. */
  currency: string;
}

export const DEFAULTS: Settings = {
  theme: 'system',
  times: 'local',
  density: 'normal',
  everyMs: 500,
  shortcuts: true,
  summary: false,
  currency: '',
};

const CHOICES: { [K in keyof Settings]?: readonly Settings[K][] } = {
  theme: ['system', 'dark', 'light'],
  times: ['local', 'utc'],
  density: ['compact', 'normal', 'comfortable'],
  everyMs: [500, 1_000, 5_000],
};

/** Reads stored settings. A missing or invalid setting gets its default. */
export function parseSettings(text: string | null): Settings {
  let stored: Record<string, unknown>;
  try {
    stored = JSON.parse(text ?? '{}') as Record<string, unknown>;
  } catch {
    stored = {};
  }
  const settings: Record<string, unknown> = { ...DEFAULTS };
  for (const [name, fallback] of Object.entries(DEFAULTS)) {
    const value = stored?.[name];
    const choices = CHOICES[name as keyof Settings] as readonly unknown[] | undefined;
    if (typeof value === typeof fallback && (!choices || choices.includes(value))) settings[name] = value;
  }
  return settings as unknown as Settings;
}

function load(): Settings {
  try {
    return parseSettings(localStorage.getItem(KEY));
  } catch {
    return DEFAULTS;
  }
}

export const settings = signal<Settings>(load());

export function change(patch: Partial<Settings>): void {
  settings.value = { ...settings.value, ...patch };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings.value));
  } catch {
    /* Without storage the settings last until the page is closed. */
  }
}

/** Applies theme, row height and time zone, now and at every change. */
export function applySettings(): void {
  writeTimesInUtc(settings.value.times === 'utc');
  effect(() => {
    const { theme, density, times } = settings.value;
    writeTimesInUtc(times === 'utc');
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.dataset.density = density;
  });
  addEventListener('storage', event => {
    if (event.key === KEY) settings.value = load();
  });
}
