import type { Importer } from '../importer.ts';
import { probePerfmonXml } from '../jmeter-xml/probe.ts';
import { JmeterXmlReader } from '../jmeter-xml/reader.ts';

/**
 * What the PerfMon plugin of JMeter writes as XML: dumps of its result objects. The reader is that of JMeter's own files,
 * since both kinds of elements may stand in one.
 */
export const perfmonXml: Importer = {
  id: 'perfmon-xml',
  label: 'PerfMon XML',
  tool: 'perfmon',
  toolLabel: 'PerfMon',
  describes: 'server metrics of the JMeter plugin as XML',
  group: 'load',
  probe: probePerfmonXml,
  open: (context) => new JmeterXmlReader(context),
};
