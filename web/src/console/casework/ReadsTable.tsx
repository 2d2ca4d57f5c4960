import { useTranslation } from 'react-i18next';
import type { Reading } from '../../core/data/useData';
import { dateTime } from '../../core/format';
import { Pager, type Paging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import type { ConfidedReadsFragment } from './casework.gen';

/** Who read something that was confided to a station: newest first, by which right. */
export function ReadsTable<Data>({ of, within, paging }: { of: Reading<Data>; within: (data: Data) => ConfidedReadsFragment; paging: Paging }) {
  const { t } = useTranslation('casework');
  return (
    <States of={of} isEmpty={(data) => within(data).edges.length === 0} empty={<Nothing title={t('reads.none')} hint={null} />}>
      {(data) => (
        <>
          <ul className="plain-list rows">
            {within(data).edges.map(({ cursor, node }) => (
              <li key={cursor}>
                <span className="who grow"><b>{node.actorName ?? t('reads.unknown')}</b><small>{t(`reads.acts.${node.act}`, node.act)}</small></span>
                {node.reach === 'GLASS' && <Tag tone="bad">{t('reads.glass')}</Tag>}
                <span className="muted num">{dateTime(node.readAt)}</span>
              </li>
            ))}
          </ul>
          <Pager paging={paging} found={within(data)} />
        </>
      )}
    </States>
  );
}
