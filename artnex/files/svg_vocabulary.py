"""What an SVG may consist of to be kept: drawing, and nothing that acts, calls out or hides another language."""

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

DRAWING = (
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath image clipPath mask "
    "pattern marker linearGradient radialGradient stop title desc style view"
)
FILTERS = (
    "filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
    "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge "
    "feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
)
ELEMENTS = frozenset((DRAWING + " " + FILTERS).split())
GROUPS = frozenset({"a", "switch"})  # kept as plain groups: their content is drawing, their own meaning is not wanted

GEOMETRY = (
    "x y width height cx cy r rx ry x1 y1 x2 y2 fx fy fr d points pathLength viewBox preserveAspectRatio version "
    "dx dy rotate textLength lengthAdjust startOffset method spacing side transform offset gradientUnits "
    "gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits maskUnits "
    "maskContentUnits markerUnits markerWidth markerHeight refX refY orient"
)
PRESENTATION = (
    "alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters "
    "direction display dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font-family "
    "font-size font-size-adjust font-stretch font-style font-variant font-weight image-rendering isolation "
    "letter-spacing lighting-color marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow "
    "paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap "
    "stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering "
    "transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode"
)
FILTER_ATTRIBUTES = (
    "in in2 result mode type values operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX targetY edgeMode "
    "preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent kernelUnitLength scale "
    "xChannelSelector yChannelSelector azimuth elevation stdDeviation radius baseFrequency numOctaves seed "
    "stitchTiles tableValues slope intercept amplitude exponent filterUnits primitiveUnits pointsAtX pointsAtY "
    "pointsAtZ limitingConeAngle z"
)
GENERAL = "id class style lang role tabindex media aria-label aria-labelledby aria-describedby aria-hidden"
ATTRIBUTES = frozenset(f"{GEOMETRY} {PRESENTATION} {FILTER_ATTRIBUTES} {GENERAL}".split())
