import type { Importer } from '../importer.ts';
import { probeJmeterXml } from './probe.ts';
import { JmeterXmlReader } from './reader.ts';

/** JMeter's result file (JTL) as XML, whole or cut. Readings of PerfMon between the samples become points. */
export const jmeterXml: Importer = {
  id: 'jmeter-xml',
  label: 'JMeter XML',
  tool: 'jmeter',
  toolLabel: 'JMeter',
  describes: 'JTL as XML',
  group: 'load',
  probe: probeJmeterXml,
  open: (context) => new JmeterXmlReader(context),
};
