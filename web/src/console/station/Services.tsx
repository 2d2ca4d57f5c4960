import { PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date, number } from '../../core/format';
import type { ServiceArea, ServiceRecordFilter } from '../../core/schema.gen';
import { useNameOf } from '../../core/useNameOf';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { DayPicker } from '../../desk/DayPicker';
import { Page } from '../../desk/Page';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { AREAS } from '../casework/tones';
import { ServiceItemsDocument, ServiceRecordsDocument } from './station.gen';
import { useStation } from './useStation';
import './station.css';

const RecordModal = dialog(() => import('./RecordModal'));
const SaidModal = dialog(() => import('./SaidModal'));
const FILTERS = { area: parseAsStringLiteral(AREAS), item: parseAsString, worker: parseAsString, from: parseAsString, to: parseAsString };

/** Short help that the station gave, the latest first, and writing down what was just given. */
export default function Services() {
  const { t } = useTranslation('station');
  const nameOf = useNameOf();
  const mayLook = useMay()('casework:supervise');
  const paging = usePaging();
  const { stations, station } = useStation();
  const [isRecording, setIsRecording] = useState(false);
  const [asked, setAsked] = useState<{ id: string; title: string } | null>(null);
  const [q, setQ] = useQueryStates(FILTERS, { history: 'push' });
  const items = useData(ServiceItemsDocument, {}, { policy: 'cache-first' });
  const known = items.kind === 'data' ? items.data.serviceItems.edges.map(({ node }) => node) : [];
  const filter: ServiceRecordFilter = { area: q.area, itemId: q.item, workerId: q.worker, fromOn: q.from, toOn: q.to };
  const reading = useData(ServiceRecordsDocument, { ...paging.variables, filter });
  const change = (next: Parameters<typeof setQ>[0]): void => {
    paging.first();
    void setQ(next);
  };
  const workers = stations.flatMap((one) => one.workers);
  const act = <Button type="primary" icon={<PlusOutlined />} disabled={!station} onClick={() => setIsRecording(true)}>{t('service.record')}</Button>;
  return (
    <Page title={t('service.title')} lead={t('service.lead')} acts={act}>
      <section className="card flush" aria-label={t('service.title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Select aria-label={t('area')} style={{ width: 140 }} value={q.area ?? ''} onChange={(area) => change({ area: (area || null) as ServiceArea | null, item: null })} options={[{ value: '', label: t('allAreas') }, ...AREAS.map((value) => ({ value, label: t(`areas.${value}`) }))]} />
          <Select aria-label={t('item')} style={{ width: 190 }} value={q.item ?? ''} onChange={(item) => change({ item: item || null })} options={[{ value: '', label: t('allItems') }, ...known.filter((one) => !q.area || one.area === q.area).map((one) => ({ value: one.id, label: nameOf(one) }))]} />
          <Select aria-label={t('worker')} style={{ width: 140 }} value={q.worker ?? ''} onChange={(worker) => change({ worker: worker || null })} options={[{ value: '', label: t('allWorkers') }, ...workers.map((one) => ({ value: one.id, label: one.name }))]} />
          <DayPicker label={t('from')} width={150} clearable value={q.from} onChange={(from) => change({ from })} />
          <DayPicker label={t('to')} width={150} clearable value={q.to} onChange={(to) => change({ to })} />
        </div>
        <ConnectionTable
          label={t('service.title')}
          of={reading}
          connection={(data) => data.serviceRecords}
          paging={paging}
          width={1000}
          empty={<Nothing title={t('service.none')} hint={t('service.noneHint')} />}
          columns={[
            { title: t('service.day'), width: 140, render: (_, row) => <span className="num">{date(row.happenedOn)}</span> },
            { title: t('item'), render: (_, row) => <span className="who"><b>{row.item ? nameOf(row.item) : ''}</b><small>{t(`areas.${row.area}`)}</small></span> },
            { title: t('service.whom'), width: 150, render: (_, row) => (row.resident ? <Link to={`/residents/${row.resident.id}`}>{row.resident.name || t('erased')}</Link> : <span className="muted">{t('service.nobody')}</span>) },
            { title: t('service.how'), width: 110, render: (_, row) => <Tag>{t(`channels.${row.channel}`)}</Tag> },
            { title: t('service.people'), width: 80, align: 'right', render: (_, row) => <span className="num">{number(row.people)}</span> },
            { title: t('service.length'), width: 90, align: 'right', render: (_, row) => <span className="num">{t('minutes', { count: row.minutes })}</span> },
            { title: t('worker'), width: 110, render: (_, row) => row.worker?.name },
            { title: t('service.place'), width: 170, ellipsis: true, render: (_, row) => row.community?.name },
            { title: '', width: mayLook ? 170 : 100, render: (_, row) => <><Button size="small" type="text" onClick={() => setAsked({ id: row.id, title: `${date(row.happenedOn)} ${row.item ? nameOf(row.item) : ''}` })}>{t('service.read')}</Button>{mayLook && <Link to={`/services/${encodeURIComponent(row.id)}/reads`}>{t('service.reads')}</Link>}</> },
          ]}
        />
      </section>
      <RecordModal open={isRecording} stations={stations} items={known.filter((one) => one.isActive)} onClose={() => setIsRecording(false)} onDone={reading.again} />
      <SaidModal of={asked} onClose={() => setAsked(null)} />
    </Page>
  );
}
