import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Reading } from '../../core/data/useData';
import { date } from '../../core/format';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Tag } from '../../desk/Tag';
import type { Paging } from '../../desk/paging';
import type { ResidentsQuery } from './residents.gen';

/** The residents that were found, masked as the server has them. */
export default function ResidentTable({ of, paging }: { of: Reading<ResidentsQuery>; paging: Paging }) {
  const { t } = useTranslation('residents');
  return (
    <ConnectionTable
      label={t('title')}
      of={of}
      connection={(data) => data.residents}
      paging={paging}
      width={980}
      columns={[
        { title: t('name'), width: 110, render: (_, row) => <Link to={`/residents/${row.id}`}><b>{row.name}</b></Link> },
        { title: t('phone'), width: 150, render: (_, row) => <span className="num">{row.phoneMasked}</span> },
        { title: t('document'), width: 200, render: (_, row) => <span className="num">{row.documentMasked}</span> },
        { title: t('sex'), width: 70, render: (_, row) => row.sex && t(`sexes.${row.sex}`) },
        { title: t('age'), width: 70, render: (_, row) => <span className="num">{row.age}</span> },
        { title: t('party'), width: 130, render: (_, row) => row.partyStatus !== 'NOT_STATED' && row.partyStatus !== 'NONE' && <Tag tone={row.partyStatus === 'PARTY_MEMBER' ? 'bad' : 'cold'}>{t(`partyStatus.${row.partyStatus}`)}</Tag> },
        { title: t('alone'), width: 80, render: (_, row) => row.livesAlone && t('shared:answer.YES') },
        { title: t('community'), ellipsis: true, render: (_, row) => row.community?.name },
        { title: t('since'), width: 150, render: (_, row) => <span className="num">{date(row.createdAt)}</span> },
      ]}
    />
  );
}
