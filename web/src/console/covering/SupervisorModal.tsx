import { App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { AppointSupervisorDocument, RelieveSupervisorDocument, type OrgLineFragment } from './covering.gen';

/** Letting an account speak for an organisation, or no more. */
export default function SupervisorModal({ of, onClose }: { of: OrgLineFragment; onClose: () => void }) {
  const { t } = useTranslation('covering');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ login: string }>();
  const [appoint, isAppointing] = useAct(AppointSupervisorDocument);
  const [relieve, isRelieving] = useAct(RelieveSupervisorDocument);
  const done = (words: string) => (): void => {
    void message.success(words);
    onClose();
  };
  const submit = ({ login }: { login: string }): Promise<boolean> => act.send(() => appoint({ input: { organisationId: of.id, login } }), done(t('orgs.appointed', { name: of.name })));
  const stop = async (): Promise<void> => {
    const { login } = await act.form.validateFields();
    await act.send(() => relieve({ input: { organisationId: of.id, login } }), done(t('orgs.relieved', { name: of.name })));
  };
  return (
    <ActModal<{ login: string }> open title={t('orgs.supervisorOf', { name: of.name })} lead={t('orgs.supervisorHint')} submit={t('orgs.appoint')} busy={isAppointing} act={act} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="login" label={t('orgs.login')} rules={needed(t('orgs.login'))}><Input autoComplete="off" /></Form.Item>
      <Button danger type="text" loading={isRelieving} onClick={() => void stop().catch(() => undefined)}>{t('orgs.relieve')}</Button>
    </ActModal>
  );
}
