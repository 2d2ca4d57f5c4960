import { Select } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { MentorMatchFilter, MentorMatchStatus } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag, type Tone } from '../../desk/Tag';
import { DeskMatchesDocument } from './mentors.gen';

const STATUSES = ['REQUESTED', 'ACTIVE', 'ENDED', 'DECLINED'] as const satisfies readonly MentorMatchStatus[];
const TONES: Readonly<Record<MentorMatchStatus, Tone>> = { REQUESTED: 'warn', ACTIVE: 'good', ENDED: 'plain', DECLINED: 'plain' };

/** Who learns what from whom; what was wished for stays between the two. */
export function Matches() {
  const { t } = useTranslation('mentors');
  const paging = usePaging();
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(STATUSES).withOptions({ history: 'push' }));
  const reading = useData(DeskMatchesDocument, { ...paging.variables, filter: { status } as Partial<MentorMatchFilter> as MentorMatchFilter });
  return (
    <section className="card flush" aria-label={t('tabs.matches')}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <Select aria-label={t('state')} style={{ width: 140 }} value={status ?? ''} onChange={(one) => { paging.first(); void setStatus((one || null) as MentorMatchStatus | null); }} options={[{ value: '', label: t('anyState') }, ...STATUSES.map((one) => ({ value: one, label: t(`statuses.${one}`) }))]} />
      </div>
      <ConnectionTable
        label={t('tabs.matches')}
        of={reading}
        connection={(data) => data.mentorMatches}
        paging={paging}
        width={1000}
        empty={<Nothing title={t('noMatches')} hint={null} />}
        columns={[
          { title: t('pair'), render: (_, row) => <span className="who"><b>{t('pairOf', { learner: row.alias || t('erased'), mentor: row.mentor?.alias || t('erased') })}</b><small>{row.mentor?.community?.name}</small></span> },
          { title: t('skill'), width: 110, render: (_, row) => t(`skills.${row.skill}`) },
          { title: t('askedAt'), width: 150, render: (_, row) => <span className="num">{date(row.askedAt)}</span> },
          { title: t('met'), width: 170, align: 'right', render: (_, row) => <span className="num">{t('metOf', { count: row.meetings.length, minutes: row.meetings.reduce((sum, one) => sum + one.minutes, 0) })}</span> },
          { title: t('thanked'), width: 240, render: (_, row) => row.thanks },
          { title: t('state'), width: 110, render: (_, row) => <Tag tone={TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
        ]}
      />
    </section>
  );
}
