const usual = [
  'en-GB',
  'en-US',
  'de-DE',
  'de-CH',
  'fr-FR',
  'es-ES',
  'it-IT',
  'pt-BR',
  'nl-NL',
  'pl-PL',
  'ja-JP',
  'zh-CN',
];

/** How numbers can be written: usual ones, that of this window, and the one that was chosen. */
export function localeChoices(chosen: string): readonly string[] {
  return [...new Set([chosen, ...usual, ...navigator.languages.filter((tag) => tag.includes('-'))])].sort();
}

/** `1.234,5 German (DE)` */
export function localeName(locale: string): string {
  const [language = locale, region] = locale.split('-');
  const name = new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
  const number = new Intl.NumberFormat(locale).format(1234.5);
  return `${number} ${name}${region === undefined ? '' : ` (${region})`}`;
}
