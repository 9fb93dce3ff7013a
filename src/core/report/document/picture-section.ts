import type { ReportAttachment } from '#shared/model/report.ts';
import type { Building } from './building.ts';
import type { Block, DocumentSection } from './report-document.ts';

/** An attached picture as it was taken, with what was selected; nothing when its bytes are gone. */
export function pictureBlock(building: Building, attachment: ReportAttachment): Block[] {
  const picture = building.pictures.find(({ pictureId }) => pictureId === attachment.pictureId);
  if (picture === undefined) return [];
  return [
    {
      kind: 'picture',
      number: building.figures.next(),
      caption: attachment.caption,
      selection: attachment.selection,
      source: `data:${picture.mediaType};base64,${Buffer.from(picture.bytes).toString('base64')}`,
    },
  ];
}

/** Pictures that belong to no finding. */
export function pictureSections(building: Building): DocumentSection[] {
  const blocks = building.edits.attachments
    .filter(({ findingId }) => findingId === null)
    .flatMap((attachment) => pictureBlock(building, attachment));
  if (blocks.length === 0) return [];
  return [
    {
      id: 'pictures',
      kind: 'findings',
      number: null,
      title: 'Pictures',
      running: 'Pictures',
      findingId: null,
      startsPage: false,
      blocks,
    },
  ];
}
