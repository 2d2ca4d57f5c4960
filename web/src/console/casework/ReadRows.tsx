import { useTranslation } from 'react-i18next';
import { dateTime } from '../../core/format';
import { Pager, type Paging } from '../../desk/paging';
import { Tag } from '../../desk/Tag';
import type { ConfidedReadsFragment } from './casework.gen';

/** Who read something that was confided to a station: newest first, by which right. */
export function ReadRows({ found, paging }: { found: ConfidedReadsFragment; paging: Paging }) {
  const { t } = useTranslation('casework');
  return (
    <>
      <ul className="plain-list rows">
        {found.edges.map(({ cursor, node }) => (
          <li key={cursor}>
            <span className="who grow"><b>{node.actorName ?? t('reads.unknown')}</b><small>{t(`reads.acts.${node.act}`, node.act)}</small></span>
            {node.reach === 'GLASS' && <Tag tone="bad">{t('reads.glass')}</Tag>}
            <span className="muted num">{dateTime(node.readAt)}</span>
          </li>
        ))}
      </ul>
      <Pager paging={paging} found={found} />
    </>
  );
}
