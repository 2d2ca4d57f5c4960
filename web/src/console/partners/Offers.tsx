import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import type { Wanted } from './ActModals';
import { PartnerOffersDocument } from './partners.gen';

export function Offers({ onAct }: { onAct: (wanted: Wanted) => void }) {
  const { t } = useTranslation('partners');
  const may = useMay();
  const paging = usePaging();
  const reading = useData(PartnerOffersDocument, { ...paging.variables, filter: null });
  return (
    <section className="card flush" aria-label={t('tabs.offers')}>
      <ConnectionTable
        label={t('tabs.offers')}
        of={reading}
        connection={(data) => data.partnerOffers}
        paging={paging}
        empty={<Nothing title={t('noOffers')} hint={null} />}
        columns={[
          { title: t('offer'), render: (_, row) => <span className="who"><b>{row.title}</b><small>{row.details}</small></span> },
          { title: t('partner'), width: 200, ellipsis: true, render: (_, row) => row.partner?.name },
          { title: t('kind'), width: 100, render: (_, row) => t(`resourceKinds.${row.kind}`) },
          { title: t('used'), width: 120, render: (_, row) => <span className="num">{row.uses == null ? t('usedOf', { used: row.used }) : t('usedOfAll', { used: row.used, uses: row.uses })}</span> },
          { title: t('endsOn'), width: 150, render: (_, row) => (row.withdrawnAt ? t('withdrawnAt', { date: date(row.withdrawnAt) }) : row.endsOn ? <span className="num">{date(row.endsOn)}</span> : t('noEnd')) },
          { title: <span className="unseen">{t('shared:act.more')}</span>, width: 90, render: (_, row) => !row.withdrawnAt && may('partners:offer') && <Button size="small" type="link" danger onClick={() => onAct({ act: 'withdrawOffer', id: row.id, name: row.title })}>{t('do.withdrawOffer')}</Button> },
        ]}
      />
    </section>
  );
}
