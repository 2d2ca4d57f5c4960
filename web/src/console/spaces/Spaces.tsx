import { PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Select } from 'antd';
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { number } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import type { SpaceKind } from '../../core/schema.gen';
import { KINDS } from './kinds';
import { SpacesDocument } from './spaces.gen';

const SpaceModal = dialog(() => import('./SpaceModal'));

export default function Spaces() {
  const { t } = useTranslation('spaces');
  const may = useMay();
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [q, setQ] = useQueryStates({ kind: parseAsStringLiteral(KINDS), open: parseAsBoolean.withDefault(false) }, { history: 'push' });
  const [isCreating, setIsCreating] = useState(false);
  const reading = useData(SpacesDocument, { ...paging.variables, filter: { communityId, kind: q.kind, openOnly: q.open } });
  const change = (next: Parameters<typeof setQ>[0]): void => {
    paging.first();
    void setQ(next);
  };
  return (
    <Page title={t('title')} lead={t('lead')} acts={may('spaces:manage') && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsCreating(true)}>{t('create')}</Button>}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { paging.first(); void setId(id); }} />
          <Select aria-label={t('kind')} style={{ width: 150 }} value={q.kind ?? ''} onChange={(kind) => change({ kind: (kind || null) as SpaceKind | null })} options={[{ value: '', label: t('allKinds') }, ...KINDS.map((one) => ({ value: one, label: t(`kinds.${one}`) }))]} />
          <Checkbox checked={q.open} onChange={(event) => change({ open: event.target.checked || null })}>{t('openOnly')}</Checkbox>
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.spaces}
          paging={paging}
          empty={<Nothing title={t('empty')} />}
          columns={[
            { title: t('name'), render: (_, row) => <span className="who"><Link to={`/spaces/${row.id}`}>{row.name}</Link>{row.parent && <small>{t('partOf', { name: row.parent.name })}</small>}</span> },
            { title: t('kind'), width: 120, render: (_, row) => t(`kinds.${row.kind}`) },
            { title: t('location'), ellipsis: true, render: (_, row) => row.location },
            { title: t('community'), ellipsis: true, render: (_, row) => row.community?.name },
            { title: t('capacity'), width: 100, align: 'right', render: (_, row) => <span className="num">{t('people', { count: row.capacity, replace: { count: number(row.capacity) } })}</span> },
            { title: t('booking'), width: 110, render: (_, row) => t(`mode.${row.mode}`) },
            { title: t('state'), width: 100, render: (_, row) => <Tag tone={row.isOpen ? 'good' : 'plain'}>{t(row.isOpen ? 'open' : 'shut')}</Tag> },
          ]}
        />
      </section>
      <SpaceModal open={isCreating} space={null} onClose={() => setIsCreating(false)} />
    </Page>
  );
}
