import { Button, Select } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date, number } from '../../core/format';
import type { PartnerKind } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import type { Wanted } from './ActModals';
import { PartnersDocument } from './partners.gen';
import { PARTNER_KINDS } from './words';

export function Register({ onAct }: { onAct: (wanted: Wanted) => void }) {
  const { t } = useTranslation('partners');
  const may = useMay();
  const paging = usePaging();
  const [kind, setKind] = useQueryState('partnerKind', parseAsStringLiteral(PARTNER_KINDS).withOptions({ history: 'push' }));
  const reading = useData(PartnersDocument, { ...paging.variables, kind });
  return (
    <section className="card flush" aria-label={t('tabs.register')}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}><Select aria-label={t('partnerKind')} style={{ width: 160 }} value={kind ?? ''} onChange={(next) => { paging.first(); void setKind((next || null) as PartnerKind | null); }} options={[{ value: '', label: t('allKinds') }, ...PARTNER_KINDS.map((value) => ({ value, label: t(`partnerKinds.${value}`) }))]} /></div>
      <ConnectionTable
        label={t('tabs.register')}
        of={reading}
        connection={(data) => data.partners}
        paging={paging}
        empty={<Nothing title={t('noPartners')} hint={t('noPartnersHint')} />}
        columns={[
          { title: t('name'), render: (_, row) => <span className="who"><b>{row.name}</b><small className="num">{row.uscc}</small></span> },
          { title: t('partnerKind'), width: 130, render: (_, row) => t(`partnerKinds.${row.kind}`) },
          { title: t('contact'), width: 190, render: (_, row) => row.contact && <span className="who"><span>{row.contact.name}</span><small className="num">{row.contact.phone}</small></span> },
          { title: t('record'), width: 220, render: (_, row) => row.record && <span className="num">{t('recordOf', { claimed: row.record.claimed, confirmed: row.record.confirmed })}{row.record.rating != null && ` · ${t('rated', { rating: number(Math.round(row.record.rating * 10) / 10) })}`}</span> },
          { title: t('joinedOn'), width: 150, render: (_, row) => (row.retiredAt ? <Tag>{t('retired')}</Tag> : <span className="num">{date(row.joinedOn)}</span>) },
          { title: <span className="unseen">{t('shared:act.more')}</span>, width: 90, render: (_, row) => !row.retiredAt && may('partners:register') && <Button size="small" type="link" danger onClick={() => onAct({ act: 'retire', id: row.id, name: row.name })}>{t('do.retire')}</Button> },
        ]}
      />
    </section>
  );
}
