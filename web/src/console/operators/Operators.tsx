import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { OperatorState } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Tag, type Tone } from '../../desk/Tag';
import { OperatorsDocument } from './operators.gen';

const TONES: Record<OperatorState, Tone> = { ACTIVE: 'good', SUSPENDED: 'warn', ERASED: 'plain' };

export default function Operators() {
  const { t, i18n } = useTranslation('operators');
  const paging = usePaging();
  const reading = useData(OperatorsDocument, paging.variables);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <section className="card flush" aria-label={t('title')}>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.operators}
          paging={paging}
          width={760}
          columns={[
            { title: t('name'), render: (_, row) => <b>{i18n.language === 'en' ? row.nameEn : row.nameZh}</b> },
            { title: t('code'), width: 130, dataIndex: 'code' },
            { title: t('colour'), width: 130, render: (_, row) => <span className="num"><span className="colour" style={{ background: row.brandColour }} aria-hidden /> {row.brandColour}</span> },
            { title: t('modules'), width: 90, render: (_, row) => <span title={row.modules.join(', ')}>{t('count', { count: row.modules.length })}</span> },
            { title: t('state'), width: 110, render: (_, row) => <Tag tone={TONES[row.state]}>{t(`states.${row.state}`)}</Tag> },
            { title: t('since'), width: 150, render: (_, row) => <span className="num">{date(row.createdAt)}</span> },
          ]}
        />
      </section>
    </Page>
  );
}
