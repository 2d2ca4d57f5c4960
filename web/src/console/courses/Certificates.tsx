import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { useRules } from '../../desk/fields';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { useActForm } from '../../desk/useActForm';
import { CourseCertificatesDocument, IssueCertificatesDocument, RevokeCertificateDocument, type CourseCertificatesQuery } from './learners.gen';

type Certificate = CourseCertificatesQuery['certificates']['edges'][number]['node'];

export function Certificates({ courseId }: { courseId: string }) {
  const { t } = useTranslation('courses');
  const may = useMay();
  const { message } = App.useApp();
  const paging = usePaging();
  const reading = useData(CourseCertificatesDocument, { course: courseId, ...paging.variables });
  const [issue, isIssuing] = useAct(IssueCertificatesDocument);
  const [revoking, setRevoking] = useState<Certificate | null>(null);
  async function send(): Promise<void> {
    const outcome = await issue({ input: { courseId } });
    if (!outcome.ok) return void message.error(outcome.problem.message);
    void message.success(t('certificates.issued', { count: outcome.made.certificates.length, unearned: outcome.made.unearned }));
    reading.again();
    return undefined;
  }
  return (
    <section className="card flush" aria-label={t('tabs.certificates')}>
      {may('courses:manage') && <div className="filters"><span className="grow" /><Button loading={isIssuing} onClick={() => void send()}>{t('certificates.issue')}</Button></div>}
      <ConnectionTable
        label={t('tabs.certificates')}
        of={reading}
        connection={(data) => data.certificates}
        paging={paging}
        empty={<Nothing title={t('certificates.none')} hint={t('certificates.noneHint')} />}
        columns={[
          { title: t('certificates.holder'), width: 110, render: (_, row) => <b>{row.holder?.name}</b> },
          { title: t('certificates.code'), render: (_, row) => <a className="num" href={row.verificationUrl} target="_blank" rel="noreferrer">{row.number}</a> },
          { title: t('certificates.attended'), width: 120, render: (_, row) => <span className="num">{t('certificates.attendedOf', { attended: row.sessionsAttended, held: row.sessionsHeld })}</span> },
          { title: t('certificates.on'), width: 150, render: (_, row) => <span className="num">{date(row.issuedOn)}</span> },
          { title: t('status'), width: 100, render: (_, row) => <Tag tone={row.revokedAt ? 'bad' : 'good'}>{t(row.revokedAt ? 'certificates.revoked' : 'certificates.valid')}</Tag> },
          { title: <span className="unseen">{t('shared:act.more')}</span>, width: 100, render: (_, row) => !row.revokedAt && may('courses:manage') && <Button size="small" type="text" danger onClick={() => setRevoking(row)}>{t('certificates.revoke')}</Button> },
        ]}
      />
      <RevokeModal certificate={revoking} onClose={() => setRevoking(null)} />
    </section>
  );
}

function RevokeModal({ certificate, onClose }: { certificate: Certificate | null; onClose: () => void }) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [revoke, isBusy] = useAct(RevokeCertificateDocument);
  const done = (): void => {
    void message.success(t('certificates.revokeDone'));
    onClose();
  };
  return (
    <ActModal<{ reason: string }> open={certificate !== null} title={t('certificates.revokeOf', { name: certificate?.holder?.name })} submit={t('certificates.revoke')} danger busy={isBusy} act={act} onClose={onClose} onSubmit={({ reason }) => void act.send(() => revoke({ input: { certificateId: certificate?.id ?? '', reason } }), done)}>
      <Form.Item name="reason" label={t('reason')} rules={needed(t('reason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
    </ActModal>
  );
}
