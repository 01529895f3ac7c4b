/** Quantities that can lie below nought: temperatures and places on a map can; litres, hours and kilograms cannot. */
const signed =
  /temp(?:erature|érature|eratura)?\b|temperat|حرارة|latitude|longitude|altitude|elevation|offset|correction|deviation/iu;

export const mayBeNegative = ({ key, name }: { key: string; name: string }): boolean =>
  signed.test(key.replace(/_/g, ' ')) || signed.test(name);
