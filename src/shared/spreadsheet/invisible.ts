/** Marks that cannot be seen: directions, joiners, soft hyphens, byte-order marks. They come along when text is copied. */
export const invisible = /[\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180E\u3164\uFE00-\uFE0F\uFFA0]/gu;
