import { App, Button } from 'antd';
import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { download } from '../../core/data/files';
import { useData } from '../../core/data/useData';
import { dateTime, number } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { RosterImportsDocument } from './rosters.gen';
import { KINDS, STATUS_TONES } from './tones';
import { usePaging } from '../../desk/paging';

const StartModal = dialog(() => import('./StartModal'));
export default function Rosters() {
  const { t } = useTranslation('rosters');
  const { message } = App.useApp();
  const go = useNavigate();
  const paging = usePaging();
  const [isStarting, setIsStarting] = useState(false);
  const reading = useData(RosterImportsDocument, { ...paging.variables, communityId: null });
  async function template(): Promise<void> {
    if (!(await download('/files/templates/roster.xlsx', 'roster.xlsx'))) void message.error(t('templateFailed'));
  }
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      acts={
        <>
          <Button icon={<DownloadOutlined />} onClick={() => void template()}>{t('template')}</Button>
          <Button type="primary" icon={<UploadOutlined />} onClick={() => setIsStarting(true)}>{t('new')}</Button>
        </>
      }
    >
      <section className="card flush" aria-label={t('title')}>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.rosterImports}
          paging={paging}
          empty={<Nothing title={t('empty')} hint={t('emptyHint')} />}
          columns={[
            { title: t('file'), ellipsis: true, render: (_, row) => <Link to={`/rosters/${encodeURIComponent(row.id)}`}><b>{row.file?.name ?? t('detail')}</b></Link> },
            { title: t('community'), width: 180, render: (_, row) => row.community?.name },
            { title: t('rows'), width: 90, align: 'right', render: (_, row) => <span className="num">{number(row.rowsTotal)}</span> },
            { title: t('changes'), width: 260, render: (_, row) => KINDS.filter((kind) => kind !== 'UNCHANGED').flatMap((kind) => row.counts.filter((one) => one.kind === kind && one.rows > 0)).map((one) => `${t(`kind.${one.kind}`)} ${number(one.rows)}`).join(' · ') },
            { title: t('createdAt'), width: 190, render: (_, row) => <span className="num">{dateTime(row.createdAt)}</span> },
            { title: t('status'), width: 110, render: (_, row) => <Tag tone={STATUS_TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
          ]}
        />
      </section>
      <StartModal open={isStarting} onClose={() => setIsStarting(false)} onDone={(id) => void go(`/rosters/${encodeURIComponent(id)}`)} />
    </Page>
  );
}
