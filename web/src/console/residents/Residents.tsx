import { Button, Checkbox, Input, Select } from 'antd';
import { UserAddOutlined } from '@ant-design/icons';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import type { PartyStatus } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { ResidentsDocument, type ResidentFilter } from './residents.gen';
import { later } from '../../desk/later';
import { usePaging } from '../../desk/paging';

const ResidentTable = later(() => import('./ResidentTable'));
const RegisterModal = dialog(() => import('./RegisterModal'));
const LIVING = ['all', 'now', 'before'] as const;
const PARTY: readonly PartyStatus[] = ['PARTY_MEMBER', 'LEAGUE_MEMBER', 'NONE', 'NOT_STATED'];

/** What was typed is a whole phone, a whole document number, or a piece of a name. */
function found(typed: string): Pick<ResidentFilter, 'name' | 'phone' | 'documentNumber'> {
  if (!typed) return {};
  if (/^\+?\d{11,14}$/.test(typed)) return { phone: typed };
  return /\d{6,}/.test(typed) ? { documentNumber: typed } : { name: typed };
}

export default function Residents() {
  const { t } = useTranslation('residents');
  const may = useMay();
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [q, setQ] = useQueryStates({ find: parseAsString.withDefault(''), living: parseAsStringLiteral(LIVING).withDefault('now'), party: parseAsStringLiteral(PARTY), alone: parseAsBoolean.withDefault(false) }, { history: 'push' });
  const [isRegistering, setIsRegistering] = useState(false);
  const filter: ResidentFilter = { ...found(q.find.trim()), communityId, partyStatus: q.party, livesHereNow: q.living === 'all' || q.find ? null : q.living === 'now', livesAlone: q.alone || null };
  const reading = useData(ResidentsDocument, { ...paging.variables, filter });
  const change = (next: Partial<Parameters<typeof setQ>[0] & object>): void => {
    paging.first();
    void setQ(next as never);
  };
  return (
    <Page title={t('title')} lead={t('lead')} acts={may('housing:register_resident') && <Button type="primary" icon={<UserAddOutlined />} onClick={() => setIsRegistering(true)}>{t('register')}</Button>}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Input.Search aria-label={t('find')} placeholder={t('find')} key={q.find} defaultValue={q.find} allowClear style={{ width: 280 }} onSearch={(find) => change({ find: find.trim() || null })} />
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { paging.first(); void setId(id); }} />
          <Select aria-label={t('living')} style={{ width: 130 }} value={q.living} onChange={(living) => change({ living })} options={[{ value: 'now', label: t('livingNow') }, { value: 'before', label: t('livingBefore') }, { value: 'all', label: t('livingAll') }]} />
          <Select aria-label={t('party')} style={{ width: 140 }} value={q.party ?? ''} onChange={(party) => change({ party: party || null })} options={[{ value: '', label: `${t('party')}：${t('partyAll')}` }, ...PARTY.map((one) => ({ value: one, label: t(`partyStatus.${one}`) }))]} />
          <Checkbox checked={q.alone} onChange={(event) => change({ alone: event.target.checked || null })}>{t('aloneOnly')}</Checkbox>
        </div>
        <ResidentTable of={reading} paging={paging} />
      </section>
      <RegisterModal open={isRegistering} onClose={() => setIsRegistering(false)} />
    </Page>
  );
}
