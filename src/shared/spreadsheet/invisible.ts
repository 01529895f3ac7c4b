/**
 * Marks that cannot be seen: directions, joiners, soft hyphens, byte-order marks, fillers, and selectors of another form of a
 * letter. They come along when text is copied.
 */
export const invisible =
  /\p{Cf}|\u034F|[\u115F\u1160]|[\u17B4\u17B5]|[\u180B-\u180D]|\u3164|\p{Variation_Selector}|\uFFA0/gu;
