import { Button, Select } from 'antd';
import { CheckCircleOutlined, ClockCircleOutlined } from '@ant-design/icons';
import { parseAsString, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { anyWords } from '../../core/anyWords';
import { useData } from '../../core/data/useData';
import { atShanghai, dateTime, daysAfter } from '../../core/format';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { DayPicker } from '../../desk/DayPicker';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { AuditEntriesDocument, type AuditEntriesQuery } from './audit.gen';
import { saidFacts } from './facts';

type Row = AuditEntriesQuery['auditEntries']['edges'][number]['node'];

/** Where a module has words already for the steps that it takes. */
const STEPS: Readonly<Record<string, string>> = { issue: 'issues:steps', case: 'casework:events', group: 'station:group.events' };

export default function Audit() {
  const { t, i18n } = useTranslation('audit');
  const paging = usePaging();
  const [q, setQ] = useQueryStates({ act: parseAsString, actor: parseAsString, object: parseAsString, from: parseAsString, to: parseAsString }, { history: 'push' });
  const reading = useData(AuditEntriesDocument, {
    ...paging.variables,
    act: q.act,
    actor: q.actor,
    objectId: q.object,
    from: q.from ? atShanghai(q.from) : null,
    to: q.to ? atShanghai(daysAfter(q.to, 1)) : null,
  });
  const change = (next: Record<string, string | null>): void => {
    paging.first();
    void setQ(next);
  };
  const actWords = (act: string): string => {
    const [, whose = '', step = ''] = /^(issue|case|group)_(\w+)$/.exec(act) ?? [];
    return t([...anyWords(i18n, `acts.${act}`), ...(whose ? [`${STEPS[whose]}.${step.toUpperCase()}`] : [])], { defaultValue: act });
  };
  const who = (row: Row): string => row.actorName ?? (row.actor === 'resident' ? t('unnamed') : row.actor.startsWith('system:') ? t('system') : t('someone', { id: row.actor.slice(-6) }));
  const known = Object.keys(t('acts', { returnObjects: true }));
  return (
    <Page title={t('title')} lead={t('lead')}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('act')} style={{ width: 190 }} value={q.act ?? ''} onChange={(act) => change({ act: act || null })} options={[{ value: '', label: t('allActs') }, ...known.map((one) => ({ value: one, label: actWords(one) }))]} />
          <DayPicker width={150} clearable label={t('from')} value={q.from} onChange={(from) => change({ from })} />
          <span className="muted">{t('to')}</span>
          <DayPicker width={150} clearable label={t('to')} value={q.to} onChange={(to) => change({ to })} />
          {(q.object ?? q.actor) && <Button onClick={() => change({ object: null, actor: null })}>{t('shared:act.reset')}</Button>}
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.auditEntries}
          paging={paging}
          width={1080}
          columns={[
            { title: t('at'), width: 190, render: (_, row) => <span className="num">{dateTime(row.at)}</span> },
            { title: t('actor'), width: 150, render: (_, row) => <Button type="link" size="small" style={{ padding: 0 }} onClick={() => change({ actor: row.actor })}>{who(row)}</Button> },
            { title: t('act'), width: 150, render: (_, row) => <b>{actWords(row.act)}</b> },
            { title: t('object'), width: 120, render: (_, row) => (row.objectId ? <Button type="link" size="small" style={{ padding: 0 }} title={t('ofObject')} onClick={() => change({ object: row.objectId ?? null })}>{t(`types.${row.objectType}`, { defaultValue: row.objectType })}</Button> : t(`types.${row.objectType}`, { defaultValue: row.objectType })) },
            { title: t('reason'), ellipsis: true, render: (_, row) => row.reason },
            { title: t('facts'), ellipsis: true, render: (_, row) => <span className="muted">{saidFacts({ t, i18n }, row.objectType, row.facts)}</span> },
            { title: t('sealed'), width: 100, render: (_, row) => (row.sealed ? <span><CheckCircleOutlined /> {t('isSealed')}</span> : <span className="muted"><ClockCircleOutlined /> {t('notSealed')}</span>) },
          ]}
        />
      </section>
    </Page>
  );
}
