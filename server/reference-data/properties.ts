/** What is recorded of equipment beyond its fields. Without categories: of all equipment of the class. */
import type { AssetProperty } from '#shared/domain/hierarchy';
import { REFRIGERATORS, ROOMS } from './hierarchy';

interface StarterProperty {
  key: string;
  name: string;
  valueType: AssetProperty['valueType'];
  allowedValues?: string[];
}

const deviceChoices = ['Integrated', 'External', 'None'];

export const generalProperties: readonly StarterProperty[] = [
  { key: 'externalDimensions', name: 'External dimensions, W×D×H (cm)', valueType: 'STRING' },
  { key: 'expectedLifespan', name: 'Expected lifespan (years)', valueType: 'FLOAT' },
];

export const coolingCategories = [REFRIGERATORS, ROOMS] as const;

export const coolingProperties: readonly StarterProperty[] = [
  { key: 'storageCapacity5', name: 'Storage capacity at +5 °C (litres)', valueType: 'FLOAT' },
  { key: 'storageCapacityMinus20', name: 'Storage capacity at −20 °C (litres)', valueType: 'FLOAT' },
  { key: 'storageCapacityMinus70', name: 'Storage capacity at −70 °C (litres)', valueType: 'FLOAT' },
  { key: 'waterpackStorage', name: 'Waterpack storage capacity (kg)', valueType: 'FLOAT' },
  { key: 'waterpackFreezing', name: 'Waterpack freezing capacity (kg)', valueType: 'FLOAT' },
  { key: 'energyStable', name: 'Energy consumption, stable running (kWh/day)', valueType: 'FLOAT' },
  { key: 'energyFreezing', name: 'Energy consumption, freezing (kWh/day)', valueType: 'FLOAT' },
  { key: 'holdOverTime', name: 'Hold-over time (hours)', valueType: 'FLOAT' },
  { key: 'climateZone', name: 'Climate zone', valueType: 'STRING' },
  {
    key: 'freezeProtection',
    name: 'Freeze protection',
    valueType: 'STRING',
    allowedValues: ['Grade A', 'Grade B', 'Grade C'],
  },
  {
    key: 'temperatureMonitoring',
    name: 'Temperature monitoring device',
    valueType: 'STRING',
    allowedValues: deviceChoices,
  },
  { key: 'voltageStabilizer', name: 'Voltage stabilizer', valueType: 'STRING', allowedValues: deviceChoices },
  { key: 'energySource', name: 'Energy source', valueType: 'STRING' },
  { key: 'refrigerantTypes', name: 'Refrigerant types', valueType: 'STRING' },
];
