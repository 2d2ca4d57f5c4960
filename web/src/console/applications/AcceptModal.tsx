import { App, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { date } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { PlaceFields, WHOLE, type PlaceTyped } from '../stays/PlaceFields';
import { AcceptApplicationDocument, type ApplicationRowFragment } from './applications.gen';

type Typed = PlaceTyped & { overLimitReason?: string };

/** Accepting an application by choosing its place. */
export default function AcceptModal({ application, onClose }: { application: ApplicationRowFragment | null; onClose: () => void }) {
  const { t } = useTranslation('applications');
  const { message } = App.useApp();
  const { needed } = useRules();
  const may = useMay();
  const act = useActForm<Typed>();
  const [isOver, setIsOver] = useState(false);
  const [accept, isBusy] = useAct(AcceptApplicationDocument);
  const { community } = application ?? {};

  async function submit({ unit, bed, overLimitReason = null }: PlaceTyped & { overLimitReason?: string | null }): Promise<void> {
    const outcome = await accept({ input: { applicationId: application?.id ?? '', unitId: unit, bedId: bed === WHOLE ? null : bed, overLimitReason } });
    if (!outcome.ok) {
      setIsOver(outcome.problem.code === 'OVER_LIMIT' && may('housing:override_limits'));
      return act.refuse(outcome.problem);
    }
    void message.success(t('accepted'));
    onClose();
  }

  return (
    <ActModal<Typed>
      open={application !== null}
      title={t('acceptOf', { name: application?.name })}
      lead={application && t('acceptLead', { from: date(application.startsOn), to: date(application.endsOn) })}
      submit={t('accept')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={(typed) => void submit(typed)}
    >
      <PlaceFields form={act.form} among={community ? [community] : []} />
      {isOver && <Form.Item name="overLimitReason" label={t('stays:overLimitReason')} rules={needed(t('stays:overLimitReason'))}><Input.TextArea rows={2} /></Form.Item>}
    </ActModal>
  );
}
