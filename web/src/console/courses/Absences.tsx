import { Button, Select } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { DeskBlocksDocument, type DeskBlocksQuery } from './absences.gen';

const AppealModal = dialog(() => import('./AppealModal'));
export type Block = DeskBlocksQuery['learnerBlocks']['edges'][number]['node'];
const STATES = ['PENDING', 'NONE', 'GRANTED', 'REJECTED'] as const;
const TONES = { NONE: 'plain', PENDING: 'warn', GRANTED: 'good', REJECTED: 'bad' } as const;

/** Who may not apply for courses after absences, and what they say to it. */
export default function Absences() {
  const { t } = useTranslation('courses');
  const may = useMay();
  const paging = usePaging();
  const [appeal, setAppeal] = useQueryState('appeal', parseAsStringLiteral(STATES).withOptions({ history: 'push' }));
  const reading = useData(DeskBlocksDocument, { appeal, ...paging.variables });
  const [deciding, setDeciding] = useState<{ block: Block; isGranted: boolean } | null>(null);
  return (
    <Page title={t('absences.title')} lead={t('absences.lead')} crumbs={[{ to: '/courses', label: t('menu') }]}>
      <section className="card flush" aria-label={t('absences.title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Select aria-label={t('absences.state')} style={{ width: 160 }} value={appeal ?? ''} onChange={(one) => { paging.first(); void setAppeal((one || null) as typeof appeal); }} options={[{ value: '', label: t('absences.all') }, ...STATES.map((one) => ({ value: one, label: t(`absences.states.${one}`) }))]} />
        </div>
        <ConnectionTable
          label={t('absences.title')}
          of={reading}
          connection={(data) => data.learnerBlocks}
          paging={paging}
          width={1000}
          empty={<Nothing title={t('absences.none')} hint={null} />}
          columns={[
            { title: t('absences.who'), width: 120, render: (_, row) => row.resident && <Link to={`/residents/${row.resident.id}`}>{row.resident.name}</Link> },
            { title: t('absences.count'), width: 90, align: 'right', render: (_, row) => <span className="num">{row.absences}</span> },
            { title: t('absences.until'), width: 140, render: (_, row) => <span className="num">{date(row.blockedUntil)}</span> },
            { title: t('absences.reason'), render: (_, row) => row.appealReason && <span className="who"><span>{row.appealReason}</span>{row.answer && <small>{t('absences.answered', { text: row.answer })}</small>}</span> },
            { title: t('absences.state'), width: 120, render: (_, row) => <Tag tone={TONES[row.appeal]}>{t(`absences.states.${row.appeal}`)}</Tag> },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 200, render: (_, block) => block.appeal === 'PENDING' && may('courses:manage') && <div className="acts"><Button size="small" type="primary" onClick={() => setDeciding({ block, isGranted: true })}>{t('absences.grant')}</Button><Button size="small" onClick={() => setDeciding({ block, isGranted: false })}>{t('absences.refuse')}</Button></div> },
          ]}
        />
      </section>
      <AppealModal of={deciding} onClose={() => setDeciding(null)} onDone={reading.again} />
    </Page>
  );
}
