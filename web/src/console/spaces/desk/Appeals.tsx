import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct } from '../../../core/data/useAct';
import { useData } from '../../../core/data/useData';
import { dayTime } from '../../../core/format';
import { ActModal } from '../../../desk/ActModal';
import { ConnectionTable } from '../../../desk/ConnectionTable';
import { useRules } from '../../../desk/fields';
import { usePaging } from '../../../desk/paging';
import { Nothing } from '../../../desk/States';
import { useActForm } from '../../../desk/useActForm';
import { CreditAppealsDocument, DecideAppealDocument, type CreditAppealsQuery } from '../board/board.gen';

type Appeal = CreditAppealsQuery['creditAppeals']['edges'][number]['node'];

/** Those who say that they lost credit wrongly. */
export function Appeals() {
  const { t } = useTranslation('spaces');
  const { message } = App.useApp();
  const { needed } = useRules();
  const paging = usePaging();
  const reading = useData(CreditAppealsDocument, { status: 'OPEN', ...paging.variables });
  const act = useActForm<{ answer: string }>();
  const [decide, isBusy] = useAct(DecideAppealDocument);
  const [deciding, setDeciding] = useState<{ appeal: Appeal; isAccepted: boolean } | null>(null);
  const words = deciding?.isAccepted ? 'grant' : 'refuse';
  return (
    <section className="card flush" aria-label={t('queue.appeals')}>
      <ConnectionTable
        label={t('queue.appeals')}
        of={reading}
        connection={(data) => data.creditAppeals}
        paging={paging}
        empty={<Nothing title={t('queue.noAppeals')} hint={null} />}
        columns={[
          { title: t('appeal.who'), width: 110, render: (_, row) => row.resident && <Link to={`/residents/${row.resident.id}`}>{row.resident.name}</Link> },
          { title: t('appeal.about'), width: 230, render: (_, row) => row.charge?.booking && `${row.charge.booking.space?.name ?? ''} · ${dayTime(row.charge.booking.startsAt)}` },
          { title: t('appeal.points'), width: 70, align: 'right', render: (_, row) => row.charge?.points },
          { title: t('appeal.reason'), render: (_, row) => row.reason },
          { title: t('appeal.on'), width: 150, render: (_, row) => dayTime(row.createdAt) },
          { title: <span className="unseen">{t('shared:act.more')}</span>, width: 190, render: (_, appeal) => <div className="acts"><Button size="small" type="primary" onClick={() => setDeciding({ appeal, isAccepted: true })}>{t('appeal.grant')}</Button><Button size="small" onClick={() => setDeciding({ appeal, isAccepted: false })}>{t('appeal.refuse')}</Button></div> },
        ]}
      />
      <ActModal<{ answer: string }>
        open={deciding !== null}
        title={t(`appeal.${words}Of`, { who: deciding?.appeal.resident?.name })}
        lead={deciding?.appeal.reason}
        submit={t(`appeal.${words}`)}
        busy={isBusy}
        act={act}
        onClose={() => setDeciding(null)}
        onSubmit={({ answer }) =>
          void act.send(
            () => decide({ input: { appealId: deciding?.appeal.id ?? '', isAccepted: deciding?.isAccepted ?? false, answer } }),
            () => {
              void message.success(t('appeal.decided'));
              reading.again();
              setDeciding(null);
            },
          )
        }
      >
        <Form.Item name="answer" label={t('appeal.answer')} rules={needed(t('appeal.answer'))}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
      </ActModal>
    </section>
  );
}
