import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { RecogniseBuildingDocument, RecogniseWhereDocument } from './buildings.gen';
import type { Building } from './Buildings';

interface Asked {
  building: Building;
  onClose: () => void;
  onDone: () => void;
}

/** Recognising a building as one of the first ten. */
export default function RecogniseModal({ building, onClose, onDone }: Asked) {
  const { t } = useTranslation('buildings');
  const { chosen } = useRules();
  const act = useActForm<{ organisationId: string }>();
  const where = useData(RecogniseWhereDocument, {});
  const [recognise, isBusy] = useAct(RecogniseBuildingDocument);
  const submit = ({ organisationId }: { organisationId: string }): Promise<boolean> => act.send(() => recognise({ input: { organisationId, modelBuildingId: building.id } }), onDone);
  return (
    <ActModal<{ organisationId: string }> open title={t('recogniseOf', { name: building.buildingName ?? t('unknown') })} lead={t('recogniseHint')} submit={t('recognise')} busy={isBusy} disabled={where.kind !== 'data'} act={act} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="organisationId" label={t('organisation')} rules={chosen(t('organisation'))}>
        <Select loading={where.kind === 'loading'} options={where.kind === 'data' ? where.data.oversight.organisations.edges.map(({ node }) => ({ value: node.id, label: node.name })) : []} />
      </Form.Item>
    </ActModal>
  );
}
