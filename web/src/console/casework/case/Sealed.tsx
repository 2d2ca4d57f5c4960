import { LockOutlined } from '@ant-design/icons';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../core/data/useAct';
import { date } from '../../../core/format';
import { ActModal } from '../../../desk/ActModal';
import { useRules } from '../../../desk/fields';
import { useActForm } from '../../../desk/useActForm';
import { BreakGlassDocument } from '../acts.gen';
import type { CaseWholeFragment } from './case.gen';

/** A case that one only knows of: that it is there, and how it can be opened where somebody must. */
export function Sealed({ of, onOpen }: { of: CaseWholeFragment; onOpen: () => void }) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const { needed } = useRules();
  const [isAsking, setIsAsking] = useState(false);
  const act = useActForm<{ reason: string }>();
  const [breakGlass, isBusy] = useAct(BreakGlassDocument);
  return (
    <section className="card sealed" aria-label={t('glass.sealed')}>
      <LockOutlined aria-hidden />
      <h2 style={{ margin: 0, fontSize: 17 }}>{t('glass.sealed')}</h2>
      <p>{t('glass.sealedHint', { station: of.station?.name ?? '', date: date(of.openedAt) })}</p>
      <Button danger onClick={() => setIsAsking(true)}>{t('glass.break')}</Button>
      <ActModal<{ reason: string }>
        open={isAsking}
        title={t('glass.breakOf', { code: of.code })}
        lead={t('glass.hint')}
        submit={t('glass.break')}
        danger
        busy={isBusy}
        act={act}
        onClose={() => setIsAsking(false)}
        onSubmit={({ reason }) =>
          void act.send(
            () => breakGlass({ input: { caseId: of.id, reason } }),
            () => {
              void message.warning(t('glass.opened'));
              setIsAsking(false);
              onOpen();
            },
          )
        }
      >
        <Form.Item name="reason" label={t('reason')} rules={needed(t('reason'))}><Input.TextArea rows={3} maxLength={4000} /></Form.Item>
      </ActModal>
    </section>
  );
}
