import './settings.css';
import { useRef, useState, type ReactNode } from 'react';
import { AppError, toWireError, type WireError } from '#shared/contract/errors.ts';
import {
  MAX_LOGO_LENGTH,
  pageSizes,
  reportSections,
  type ReportSection,
  type ReportSettings,
} from '#shared/model/report.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { Field } from '../findings/Field.tsx';
import { withSettings } from '../report-edits.ts';
import { useOpenReport } from '../use-report-edit.ts';
import { localeChoices, localeName } from './locale-choices.ts';
import { SubjectForm } from './SubjectForm.tsx';

const sectionWords: Readonly<Record<ReportSection, string>> = {
  summary: 'Summary',
  contents: 'Contents',
  findings: 'Findings',
  test: 'What was tested',
  gates: 'Gates',
  transactions: 'Transactions',
  charts: 'Charts over time',
  comparison: 'Comparison',
  profiles: 'Profiles',
  heap: 'Heap growth',
  capacity: 'Capacity and soak',
  errors: 'Errors',
  method: 'How it was computed',
  provenance: 'Sources and versions',
};

const PRODUCT_ACCENT = '#0b5fd0';

/** Who wrote the report, what it is about, and how it is printed. */
export function SettingsTab(): ReactNode {
  const { edits, readOnly, edit, endTyping } = useOpenReport();
  const { settings } = edits;

  function set(what: string, change: Partial<ReportSettings>, typed = false): void {
    edit(`changing the ${what}`, (now) => withSettings(now, change), typed ? `settings ${what}` : undefined);
  }

  const text = { readOnly, onRest: endTyping, maxLength: 300 } as const;
  return (
    <div className="report-settings" data-pane="report-settings">
      <Field
        {...text}
        label="Name of the report"
        value={edits.name}
        onChange={(name) => {
          if (name.trim() !== '') edit('renaming the report', (now) => ({ ...now, name }), 'name');
        }}
      />
      <Field
        {...text}
        label="Author"
        value={settings.author}
        onChange={(author) => set('author', { author }, true)}
      />
      <Field
        {...text}
        label="System under test"
        placeholder="Checkout service 4.18.0-rc2"
        value={settings.systemUnderTest}
        onChange={(systemUnderTest) => set('system under test', { systemUnderTest }, true)}
      />
      <Field
        {...text}
        label="Environment"
        placeholder="Staging, 3 nodes with 8 vCPU and 16 GB"
        value={settings.environment}
        onChange={(environment) => set('environment', { environment }, true)}
      />
      <Field
        {...text}
        label="Objective"
        maxLength={10_000}
        rows={2}
        value={settings.objective}
        onChange={(objective) => set('objective', { objective }, true)}
      />
      <SubjectForm />
      <h3 className="report-settings__heading">Print</h3>
      <div className="report-settings__row">
        <span className="field-label">Page size</span>
        <Segmented
          label="Page size"
          value={settings.pageSize}
          options={pageSizes.map((value) => ({ value, label: value }))}
          onChange={(pageSize) => {
            if (!readOnly) set('page size', { pageSize });
          }}
        />
      </div>
      <label className="report-settings__row">
        <span className="field-label">Numbers and dates</span>
        <select
          className="field__select"
          value={settings.locale}
          disabled={readOnly}
          onChange={(event) => set('locale', { locale: event.target.value })}
        >
          {localeChoices(settings.locale).map((locale) => (
            <option key={locale} value={locale}>
              {localeName(locale)}
            </option>
          ))}
        </select>
      </label>
      <div className="report-settings__row">
        <label className="field-label" htmlFor="report-accent">
          Accent colour
        </label>
        <input
          id="report-accent"
          type="color"
          className="report-settings__colour"
          value={settings.accent ?? PRODUCT_ACCENT}
          disabled={readOnly}
          onChange={(event) => set('accent colour', { accent: event.target.value }, true)}
          onBlur={endTyping}
        />
        {settings.accent !== null && (
          <button
            type="button"
            className="link-button"
            disabled={readOnly}
            onClick={() => set('accent colour', { accent: null })}
          >
            As Loadstone’s
          </button>
        )}
      </div>
      <LogoField logo={settings.logo} readOnly={readOnly} onChange={(logo) => set('logo', { logo })} />
      <h3 className="report-settings__heading">Sections</h3>
      <div className="report-settings__sections" role="group" aria-label="Sections">
        {reportSections.map((section) => (
          <Checkbox
            key={section}
            checked={!settings.hidden.includes(section)}
            disabled={readOnly}
            onChange={(on) =>
              set('sections', {
                hidden: reportSections.filter((each) =>
                  each === section ? !on : settings.hidden.includes(each),
                ),
              })
            }
          >
            {sectionWords[section]}
          </Checkbox>
        ))}
        <Checkbox
          checked={settings.everyTransaction}
          disabled={readOnly || settings.hidden.includes('transactions')}
          onChange={(everyTransaction) => set('transactions', { everyTransaction })}
        >
          Pages for every transaction
        </Checkbox>
      </div>
    </div>
  );
}

interface LogoFieldProps {
  readonly logo: string | null;
  readonly readOnly: boolean;
  readonly onChange: (logo: string | null) => void;
}

function LogoField({ logo, readOnly, onChange }: LogoFieldProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<WireError | null>(null);
  return (
    <>
      <div className="report-settings__row">
        <span className="field-label">Logo</span>
        {logo !== null && <img className="report-settings__logo" src={logo} alt="Logo of the report" />}
        <Button size="small" disabled={readOnly} onClick={() => input.current?.click()}>
          {logo === null ? 'Choose a picture…' : 'Choose another…'}
        </Button>
        {logo !== null && (
          <button type="button" className="link-button" disabled={readOnly} onClick={() => onChange(null)}>
            Remove
          </button>
        )}
        <input
          ref={input}
          type="file"
          hidden
          aria-label="Logo of the report"
          accept="image/png,image/jpeg,image/svg+xml"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            setFailure(null);
            if (file !== undefined)
              logoOf(file).then(onChange, (error: unknown) => setFailure(toWireError(error)));
          }}
        />
      </div>
      {failure !== null && <ErrorNote title="The logo was not taken" error={failure} />}
    </>
  );
}

async function logoOf(file: File): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read'));
    reader.readAsDataURL(file);
  });
  if (!/^data:image\/(png|jpeg|svg\+xml);base64,/u.test(url) || url.length > MAX_LOGO_LENGTH) {
    throw new AppError('bad-request', `${file.name} cannot be the logo.`, {
      hint: `Choose a PNG, JPEG or SVG of at most ${Math.floor((MAX_LOGO_LENGTH * 3) / 4 / 1000)} kB.`,
    });
  }
  return url;
}
