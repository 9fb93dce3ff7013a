import { arrangeFindings } from '#shared/model/report-findings.ts';
import { reportSections, type ReportEdits } from '#shared/model/report.ts';
import type { PictureData, ReportData } from '../gather/report-data.ts';
import { digestOf, FigureNumbers, shortDigest, type Building } from './building.ts';
import { capacitySection } from './capacity-section.ts';
import { chartSections } from './chart-sections.ts';
import { comparisonSections } from './comparison-section.ts';
import { detailSections } from './detail-sections.ts';
import { errorsSection } from './errors-section.ts';
import { FigureFormat } from './figure-format.ts';
import { findingSections } from './finding-section.ts';
import { gatesSection } from './gates-section.ts';
import { heapSections } from './heap-section.ts';
import { methodSection } from './method-section.ts';
import { pictureSections } from './picture-section.ts';
import { profileSections } from './profile-sections.ts';
import { provenanceSection } from './provenance-section.ts';
import { withoutLooseLinks } from './loose-links.ts';
import type { ContentsEntry, DocumentSection, ReportDocument } from './report-document.ts';
import { subtitleOf, summarySection } from './summary-section.ts';
import { testSections } from './test-section.ts';
import { transactionSections } from './transaction-sections.ts';

/** The whole report as data: equal answers of the engine and equal edits give an equal document. */
export function buildDocument(
  data: ReportData,
  edits: ReportEdits,
  pictures: readonly PictureData[],
): ReportDocument {
  const format = new FigureFormat(edits.settings.locale);
  const building: Building = {
    data,
    edits,
    arranged: arrangeFindings(data.found.findings, edits),
    pictures,
    format,
    figures: new FigureNumbers(),
  };
  const hidden = new Set(edits.settings.hidden);
  const built = [
    summarySection(building),
    ...findingSections(building),
    ...pictureSections(building),
    ...testSections(building),
    ...(data.gates.length === 0 ? [] : [gatesSection(building)]),
    ...(data.runs.length === 0 ? [] : transactionSections(building)),
    ...detailSections(building),
    ...chartSections(building),
    ...comparisonSections(building),
    ...profileSections(building),
    ...heapSections(building),
    ...(data.runs.length === 0 ? [] : [capacitySection(building), errorsSection(building)]),
    methodSection(building),
    provenanceSection(building),
  ].filter(({ kind }) => !hidden.has(kind));
  const withContents = hidden.has('contents') ? built : addContents(built);
  const digest = digestOf(data);
  const { settings } = edits;
  return {
    title: edits.name,
    subtitle: subtitleOf(building),
    meta: {
      language: settings.language,
      pageSize: settings.pageSize,
      accent: settings.accent,
      logo: settings.logo,
      author: settings.author,
      workspace: data.workspace,
      version: data.version,
      printedAt: format.instant(data.printedAtUs),
      printedAtUs: data.printedAtUs,
      digest: digest === null ? null : shortDigest(digest),
    },
    sections: withoutLooseLinks(inOrder(withContents)),
  };
}

/** A page of contents behind the summary, or at the front where there is none. */
function addContents(sections: readonly DocumentSection[]): DocumentSection[] {
  const entries = sections
    .filter(({ kind }) => kind !== 'summary')
    .map((section): ContentsEntry => ({
      anchor: section.id,
      indented: false,
      text: [{ text: section.number === null ? section.title : `${section.number}  ${section.title}` }],
    }));
  const contents: DocumentSection = {
    id: 'contents',
    kind: 'contents',
    number: null,
    title: 'Contents',
    running: 'Contents',
    findingId: null,
    startsPage: true,
    blocks: [{ kind: 'contents', entries }],
  };
  return [
    ...sections.filter(({ kind }) => kind === 'summary'),
    contents,
    ...sections.filter(({ kind }) => kind !== 'summary'),
  ];
}

function inOrder(sections: readonly DocumentSection[]): DocumentSection[] {
  return [...sections].sort((a, b) => reportSections.indexOf(a.kind) - reportSections.indexOf(b.kind));
}
